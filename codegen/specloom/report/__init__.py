"""Problems in the forms of other programs: GitLab's code quality, JUnit's XML, SARIF."""
