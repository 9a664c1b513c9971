"""The member's face of pay: the own payslips, every line explained."""
