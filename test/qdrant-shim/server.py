"""Qdrant's REST interface, as far as the adapter uses it, over the engine of qdrant-client's local mode.

    python server.py [--port 0] [--path FOLDER]

Prints one line, `port N`, when it listens; keeps its data in FOLDER, or in memory without one. Requests are read by
the models of qdrant-client, which follow Qdrant's OpenAPI; the engine decides what they mean. What is the shim's own:
paths, status codes, and the list of payload indexes, which local mode does without. For tests only.
"""

import argparse
import json
import re
import sys
import threading
import warnings
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

from qdrant_client import QdrantClient
from qdrant_client.http import models
from qdrant_client.local import local_collection

warnings.filterwarnings("ignore")

multi_distance = local_collection.calculate_multi_distance


def multi_distance_of_all(query, matrices, distance):
    """Local mode fails on points without the multivector, which it leaves out only when it has scored them."""
    return multi_distance(query, [matrix if matrix.size else query[:1] for matrix in matrices], distance)


local_collection.calculate_multi_distance = multi_distance_of_all


class Refused(Exception):
    def __init__(self, status, message):
        super().__init__(message)
        self.status = status


class Engine:
    """One request at a time: local mode is not made for threads."""

    def __init__(self, path):
        self.client = QdrantClient(path=path, force_disable_check_same_thread=True) if path else QdrantClient(":memory:")
        self.indexes_file = Path(path) / "payload-indexes.json" if path else None
        self.indexes = {}
        if self.indexes_file and self.indexes_file.exists():
            self.indexes = json.loads(self.indexes_file.read_text())
        self.lock = threading.Lock()

    def collection(self, name):
        if not self.client.collection_exists(name):
            raise Refused(404, f"Not found: Collection `{name}` doesn't exist!")
        return name

    def create_collection(self, name, body):
        if self.client.collection_exists(name):
            raise Refused(409, f"Wrong input: Collection `{name}` already exists!")
        wanted = models.CreateCollection.model_validate(body)
        self.indexes[name] = {}
        self.keep_indexes()
        return self.client.create_collection(
            name,
            vectors_config=wanted.vectors,
            sparse_vectors_config=wanted.sparse_vectors,
            metadata=wanted.metadata,
        )

    def delete_collection(self, name):
        self.indexes.pop(name, None)
        self.keep_indexes()
        return self.client.delete_collection(name)

    def describe_collection(self, name):
        info = self.client.get_collection(self.collection(name)).model_dump(mode="json")
        info["payload_schema"] = {field: {"data_type": kind, "points": 0} for field, kind in self.indexes[name].items()}
        return info

    def create_index(self, name, body):
        wanted = models.CreateFieldIndex.model_validate(body)
        schema = wanted.field_schema
        self.indexes[self.collection(name)][wanted.field_name] = getattr(schema, "type", schema).value
        self.keep_indexes()
        return completed()

    def keep_indexes(self):
        if self.indexes_file:
            self.indexes_file.write_text(json.dumps(self.indexes))

    def upsert(self, name, body):
        self.client.upsert(self.collection(name), models.PointsList.model_validate(body).points)
        return completed()

    def retrieve(self, name, body):
        wanted = models.PointRequest.model_validate(body)
        points = self.client.retrieve(
            self.collection(name), wanted.ids, with_payload=wanted.with_payload, with_vectors=wanted.with_vector or False
        )
        return [point.model_dump(mode="json") for point in points]

    def batch(self, name, body):
        operations = models.UpdateOperations.model_validate(body).operations
        for operation in operations:
            for change in operation.model_dump(mode="json").values():
                self.require_points(name, points_of(change))
        self.client.batch_update_points(self.collection(name), operations)
        return [completed() for _ in operations]

    def require_points(self, name, ids):
        for point in ids:
            if not self.client.retrieve(self.collection(name), [point], with_payload=False):
                raise Refused(404, f"Not found: No point with id {point} found")

    def delete(self, name, body):
        self.client.delete(self.collection(name), models.PointIdsList.model_validate(body))
        return completed()

    def scroll(self, name, body):
        wanted = models.ScrollRequest.model_validate(body)
        order_by = wanted.order_by
        if order_by and getattr(order_by, "key", order_by) not in self.indexes[self.collection(name)]:
            raise Refused(400, "Bad request: No range index for `order_by` key")
        points, offset = self.client.scroll(
            self.collection(name),
            scroll_filter=wanted.filter,
            limit=wanted.limit or 10,
            order_by=order_by,
            offset=wanted.offset,
            with_payload=True if wanted.with_payload is None else wanted.with_payload,
            with_vectors=wanted.with_vector or False,
        )
        return {"points": [point.model_dump(mode="json") for point in points], "next_page_offset": offset}

    def count(self, name, body):
        wanted = models.CountRequest.model_validate(body)
        return self.client.count(self.collection(name), count_filter=wanted.filter).model_dump(mode="json")

    def query(self, name, body):
        wanted = models.QueryRequest.model_validate(body)
        answer = self.client.query_points(
            self.collection(name),
            query=wanted.query,
            using=wanted.using,
            query_filter=wanted.filter,
            limit=wanted.limit or 10,
            with_payload=wanted.with_payload or False,
        )
        return answer.model_dump(mode="json")


def points_of(change):
    """The ids that a batch operation names."""
    return [point["id"] if isinstance(point, dict) else point for point in change.get("points") or []]


def completed():
    return {"operation_id": 0, "status": "completed"}


ROUTES = [
    ("GET", r"/collections", lambda engine: engine.client.get_collections().model_dump(mode="json")),
    ("GET", r"/collections/([^/]+)", Engine.describe_collection),
    ("PUT", r"/collections/([^/]+)", Engine.create_collection),
    ("DELETE", r"/collections/([^/]+)", Engine.delete_collection),
    ("PUT", r"/collections/([^/]+)/index", Engine.create_index),
    ("PUT", r"/collections/([^/]+)/points", Engine.upsert),
    ("POST", r"/collections/([^/]+)/points", Engine.retrieve),
    ("POST", r"/collections/([^/]+)/points/batch", Engine.batch),
    ("POST", r"/collections/([^/]+)/points/delete", Engine.delete),
    ("POST", r"/collections/([^/]+)/points/scroll", Engine.scroll),
    ("POST", r"/collections/([^/]+)/points/count", Engine.count),
    ("POST", r"/collections/([^/]+)/points/query", Engine.query),
]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Head and body in one packet: in two, each answer waits 40 ms for the other side.
    wbufsize = -1
    engine = None

    def answer(self):
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        try:
            self.send(200, self.result(urlsplit(self.path).path, body))
        except Refused as refused:
            self.send(refused.status, {"status": {"error": str(refused)}, "time": 0.0})
        except ValueError as error:
            self.send(400, {"status": {"error": f"Wrong input: {error}"}, "time": 0.0})
        except Exception as error:
            print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)
            self.send(500, {"status": {"error": "Service internal error"}, "time": 0.0})

    do_GET = do_PUT = do_POST = do_DELETE = answer

    def result(self, path, body):
        if path == "/" and self.command == "GET":
            info = self.engine.client.info()
            return {"title": "qdrant - vector search engine", "version": info.version}
        for method, pattern, route in ROUTES:
            found = re.fullmatch(pattern, path)
            if found and method == self.command:
                arguments = [unquote(part) for part in found.groups()]
                if body:
                    arguments.append(json.loads(body))
                with self.engine.lock:
                    return {"result": route(self.engine, *arguments), "status": "ok", "time": 0.0}
        raise Refused(404, "Not found")

    def send(self, status, answer):
        data = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--path")
    options = parser.parse_args()
    Handler.engine = Engine(options.path)
    server = Server(("127.0.0.1", options.port), Handler)
    print(f"port {server.server_port}", flush=True)
    server.serve_forever()


main()
