"""How dates are written where no template says it: in admin, as on the pages of students."""
