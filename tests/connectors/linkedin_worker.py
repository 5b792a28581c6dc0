"""A worker at LinkedIn, and the request that publishes there."""

from kentongan.networks.connectors.linkedin.connector import LinkedInConnector
from tests.connectors.worker import OneAct

POST = "POST /rest/posts"


class Worker(OneAct):
    """Publishes, finds and resumes at LinkedIn."""

    connector = LinkedInConnector
