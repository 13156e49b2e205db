"""Qdrant's REST interface, as far as the adapter uses it, over the engine of qdrant-client's local mode.

    python server.py [--port 0] [--path FOLDER]

Prints one line, `port N`, when it listens; keeps its data in FOLDER, or in memory without one. Requests are read by
the models of qdrant-client, which follow Qdrant's OpenAPI; the engine decides what they mean. What is the shim's own:
paths, status codes, and what local mode does without: the list of payload indexes, and strict mode. For tests only.
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
        # Nothing here is to be embedded; to look for it takes longer than what is asked.
        self.client._inference_inspector.inspect = lambda _: False
        self.file = Path(path) / "shim.json" if path else None
        self.indexes = {}
        self.strict = {}
        if self.file and self.file.exists():
            self.indexes, self.strict = json.loads(self.file.read_text())
        self.lock = threading.Lock()

    def collection(self, name):
        name = self.client._client.aliases.get(name, name)
        if not self.client.collection_exists(name):
            raise Refused(404, f"Not found: Collection `{name}` doesn't exist!")
        return name

    def create_collection(self, name, body):
        if self.client.collection_exists(name):
            raise Refused(409, f"Wrong input: Collection `{name}` already exists!")
        if name in self.client._client.aliases:
            raise Refused(400, f"Wrong input: Alias with the same name `{name}` already exists")
        wanted = models.CreateCollection.model_validate(body)
        self.indexes[name] = {}
        strict = wanted.strict_mode_config
        self.strict[name] = strict.model_dump(mode="json", exclude_none=True) if strict and strict.enabled else None
        self.keep()
        return self.client.create_collection(
            name,
            vectors_config=wanted.vectors,
            sparse_vectors_config=wanted.sparse_vectors,
            metadata=wanted.metadata,
        )

    def delete_collection(self, name):
        self.indexes.pop(name, None)
        self.strict.pop(name, None)
        self.keep()
        return self.client.delete_collection(name)

    def update_aliases(self, body):
        actions = models.ChangeAliasesOperation.model_validate(body).actions
        for action in actions:
            created = getattr(action, "create_alias", None)
            if created and self.client._client.collections.get(created.alias_name):
                raise Refused(409, f"Wrong input: Collection `{created.alias_name}` already exists!")
            if created and created.collection_name not in self.client._client.collections:
                raise Refused(404, f"Not found: Collection `{created.collection_name}` doesn't exist!")
        return self.client.update_collection_aliases(actions)

    def describe_collection(self, name):
        name = self.collection(name)
        info = self.client.get_collection(name).model_dump(mode="json")
        info["payload_schema"] = {field: {"data_type": kind, "points": 0} for field, kind in self.indexes[name].items()}
        return info

    def create_index(self, name, body):
        name = self.collection(name)
        wanted = models.CreateFieldIndex.model_validate(body)
        schema = wanted.field_schema
        indexes = self.indexes[name] | {wanted.field_name: getattr(schema, "type", schema).value}
        self.require(name, "max_payload_index_count", len(indexes))
        self.indexes[name] = indexes
        self.keep()
        return completed()

    def keep(self):
        if self.file:
            self.file.write_text(json.dumps([self.indexes, self.strict]))

    def require(self, name, rule, value):
        """Strict mode: no more than a number."""
        most = (self.strict[name] or {}).get(rule)
        if most is not None and value > most:
            raise Refused(403, f"Forbidden: Limit exceeded {value} > {most} for \"{rule}\"")

    def require_inexact(self, name, exact):
        """Strict mode: where exact searches are not allowed, exact counts are not either."""
        if exact and (self.strict[name] or {}).get("search_allow_exact") is False:
            raise Refused(403, "Forbidden: Exact search is disabled!")

    def require_indexes(self, name, rule, wanted):
        """Strict mode: a filter asks of indexed fields only."""
        if (self.strict[name] or {}).get(rule) is not False or wanted is None:
            return
        for field in fields_of(wanted.model_dump(mode="json", exclude_none=True)):
            if field not in self.indexes[name]:
                raise Refused(400, f"Bad request: Index required but not found for \"{field}\"")

    def upsert(self, name, body):
        name = self.collection(name)
        wanted = models.PointsList.model_validate(body)
        self.require(name, "upsert_max_batchsize", len(wanted.points))
        self.require_indexes(name, "unindexed_filtering_update", wanted.update_filter)
        self.client.upsert(name, wanted.points, update_filter=wanted.update_filter)
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
        name = self.collection(name)
        if "filter" in body:
            wanted = models.FilterSelector.model_validate(body)
            self.require_indexes(name, "unindexed_filtering_update", wanted.filter)
        else:
            wanted = models.PointIdsList.model_validate(body)
        self.client.delete(name, wanted)
        return completed()

    def scroll(self, name, body):
        name = self.collection(name)
        wanted = models.ScrollRequest.model_validate(body)
        order_by = wanted.order_by
        if order_by and getattr(order_by, "key", order_by) not in self.indexes[name]:
            raise Refused(400, "Bad request: No range index for `order_by` key")
        self.require(name, "max_query_limit", wanted.limit or 10)
        self.require_indexes(name, "unindexed_filtering_retrieve", wanted.filter)
        points, offset = self.client.scroll(
            name,
            scroll_filter=wanted.filter,
            limit=wanted.limit or 10,
            order_by=order_by,
            offset=wanted.offset,
            with_payload=True if wanted.with_payload is None else wanted.with_payload,
            with_vectors=wanted.with_vector or False,
        )
        return {"points": [point.model_dump(mode="json") for point in points], "next_page_offset": offset}

    def count(self, name, body):
        name = self.collection(name)
        wanted = models.CountRequest.model_validate(body)
        self.require_inexact(name, wanted.exact)
        self.require_indexes(name, "unindexed_filtering_retrieve", wanted.filter)
        return self.client.count(name, count_filter=wanted.filter).model_dump(mode="json")

    def facet(self, name, body):
        name = self.collection(name)
        wanted = models.FacetRequest.model_validate(body)
        if self.indexes[name].get(wanted.key) != "keyword":
            raise Refused(400, f"Bad request: No appropriate index for faceting: `{wanted.key}`")
        self.require(name, "max_query_limit", wanted.limit or 10)
        self.require_inexact(name, wanted.exact)
        self.require_indexes(name, "unindexed_filtering_retrieve", wanted.filter)
        return self.client.facet(name, wanted.key, facet_filter=wanted.filter, limit=wanted.limit or 10).model_dump(mode="json")

    def query(self, name, body):
        name = self.collection(name)
        wanted = models.QueryRequest.model_validate(body)
        self.require(name, "max_query_limit", wanted.limit or 10)
        self.require_indexes(name, "unindexed_filtering_retrieve", wanted.filter)
        if wanted.params:
            self.require(name, "search_max_oversampling", (wanted.params.quantization and wanted.params.quantization.oversampling) or 0)
            self.require_inexact(name, wanted.params.exact)
        answer = self.client.query_points(
            name,
            query=wanted.query,
            using=wanted.using,
            query_filter=wanted.filter,
            search_params=wanted.params,
            limit=wanted.limit or 10,
            with_payload=wanted.with_payload or False,
        )
        return answer.model_dump(mode="json")


def points_of(change):
    """The ids that a batch operation names."""
    return [point["id"] if isinstance(point, dict) else point for point in change.get("points") or []]


def fields_of(wanted):
    """The payload fields that a filter asks of."""
    fields = []
    for clause in ("must", "should", "must_not"):
        conditions = wanted.get(clause) or []
        for one in conditions if isinstance(conditions, list) else [conditions]:
            if "key" in one:
                fields.append(one["key"])
            elif "is_empty" in one:
                fields.append(one["is_empty"]["key"])
            else:
                fields += fields_of(one)
    return fields


def completed():
    return {"operation_id": 0, "status": "completed"}


ROUTES = [
    ("GET", r"/collections", lambda engine: engine.client.get_collections().model_dump(mode="json")),
    ("POST", r"/collections/aliases", Engine.update_aliases),
    ("GET", r"/aliases", lambda engine: engine.client.get_aliases().model_dump(mode="json")),
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
    ("POST", r"/collections/([^/]+)/facet", Engine.facet),
]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Head and body in one packet, and none held back: in two, each answer waits 40 ms for the other side.
    wbufsize = -1
    disable_nagle_algorithm = True
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
