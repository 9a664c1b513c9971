"""Who may sign in, and in which role."""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    pass
