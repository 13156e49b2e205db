"""Asks Qdrant's own engine (qdrant-edge, the Rust code of the server as a library) which points pass filters.

Reads from standard input a JSON object: `points`, as an upsert holds them; `indexes`, payload fields by their type;
`filters`, as requests hold them. Writes a list of lists: the ids that pass each filter. For tests only.
"""

import json
import sys
import tempfile
import uuid

import qdrant_edge as edge


def condition(wanted):
    if "key" in wanted:
        match, bounds = wanted.get("match"), wanted.get("range")
        return edge.FieldCondition(
            wanted["key"],
            match=edge.MatchAny(match["any"]) if match else None,
            range=edge.RangeFloat(**bounds) if bounds else None,
        )
    if "is_empty" in wanted:
        return edge.IsEmptyCondition(wanted["is_empty"]["key"])
    if "has_id" in wanted:
        return edge.HasIdCondition({uuid.UUID(point) for point in wanted["has_id"]})
    return tree(wanted)


def tree(wanted):
    return edge.Filter(**{clause: [condition(one) for one in conditions] for clause, conditions in wanted.items()})


def main():
    asked = json.load(sys.stdin)
    dimensions = len(asked["points"][0]["vector"]["image"])
    with tempfile.TemporaryDirectory() as folder:
        vectors = {"image": edge.EdgeVectorParams(dimensions, edge.Distance.Cosine)}
        shard = edge.EdgeShard.create(folder, edge.EdgeConfig(vectors=vectors))
        for field, kind in asked["indexes"].items():
            schema = {"keyword": edge.PayloadSchemaType.Keyword, "float": edge.PayloadSchemaType.Float}[kind]
            shard.update(edge.UpdateOperation.create_field_index(field, schema))
        points = [edge.Point(uuid.UUID(one["id"]), one["vector"], one["payload"]) for one in asked["points"]]
        shard.update(edge.UpdateOperation.upsert_points(points))
        answers = []
        for wanted in asked["filters"]:
            passing, _ = shard.scroll(edge.ScrollRequest(limit=len(points) + 1, filter=tree(wanted), with_payload=False))
            answers.append([str(point.id) for point in passing])
        shard.close()
    json.dump(answers, sys.stdout)


main()
