"""A worker at Threads, and the request that publishes there."""

from kentongan.networks.connectors.threads.connector import ThreadsConnector
from tests.connectors.worker import OneAct

PUBLISH = "POST /v1.0/me/threads_publish"


class Worker(OneAct):
    """Publishes, finds and resumes at Threads."""

    connector = ThreadsConnector
