"""The quality gate: corpora → scores → floors. One module per task, each with one public `score`."""
