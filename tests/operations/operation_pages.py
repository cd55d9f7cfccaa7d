"""What tests of the operations centre share."""

from django.test import Client

from world import moment

LATER = moment("2024-11-29T15:00")


def client_of(user):
    client = Client()
    client.force_login(user)
    return client
