"""The app "Điều hành công việc": leaders see what is late and what will be late, and act. A phone first."""
