"""OpenTelemetry's logs, in batches over OTLP/HTTP. It keeps nothing on the disk."""

from __future__ import annotations

import importlib
import logging
import time
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from tests.bench.records import text

Log: TypeAlias = Callable[[Mapping[str, object]], object]
MOST_MILLISECONDS = 60_000
# Its own; with more records than that it is larger, or some would be dropped.
QUEUE = 2048
# The fields that ours has too, of the same lengths; the web address is the rest.
FIELDS: Mapping[str, object] = {"agreement": "ksc-win@2021-11-30", "format": 1, "submission": "x" * 36}
CATEGORY = "web_request"
AROUND = 158


def work(port: str, count: str, way: str) -> Callable[[], object]:
    """So many records, until the last one was answered: `way` is "logging", as its documentation shows it, or "bare"
    for its logger alone."""
    http = importlib.import_module("opentelemetry.exporter.otlp.proto.http._log_exporter")
    provider = importlib.import_module("opentelemetry.sdk._logs").LoggerProvider()
    batches = importlib.import_module("opentelemetry.sdk._logs.export").BatchLogRecordProcessor
    exporter = http.OTLPLogExporter(endpoint=f"http://127.0.0.1:{port}/v1/logs")
    provider.add_log_record_processor(batches(exporter, max_queue_size=max(QUEUE, int(count))))
    log = {"logging": _by_logging, "bare": _bare}[way](provider)

    def deliver() -> None:
        for number in range(int(count)):
            log({**FIELDS, "url": text(number, AROUND)})
        assert provider.force_flush(MOST_MILLISECONDS)

    return deliver


def _by_logging(provider: Any) -> Log:
    """Through Python's logging: what the fields are goes along with the message."""
    handler = importlib.import_module("opentelemetry.instrumentation.logging.handler").LoggingHandler
    logger = logging.getLogger("bench")
    logger.addHandler(handler(logger_provider=provider))
    logger.setLevel(logging.INFO)
    return lambda fields: logger.info(CATEGORY, extra=fields)


def _bare(provider: Any) -> Log:
    """By its own logger, which is quicker."""
    api, logger = importlib.import_module("opentelemetry._logs"), provider.get_logger("bench")
    record, severity = api.LogRecord, api.SeverityNumber.INFO

    def log(fields: Mapping[str, object]) -> None:
        logger.emit(record(timestamp=time.time_ns(), severity_number=severity, body=CATEGORY, attributes=fields))

    return log
