"""Writes what `json.loads` and `jsonschema.validate` take: {python-json,json-schema}.golden.json in packages/expectations/src/patterns.

    python tools/golden/make_json_golden.py     # Python 3.11 with jsonschema
"""

import json
import pathlib
import warnings

import jsonschema

warnings.simplefilter("ignore")
TARGET = pathlib.Path(__file__).parents[2] / "packages/expectations/src/patterns"

TEXTS = [
    "{}", "[]", "null", "true", "false", "NaN", "Infinity", "-Infinity", "+Infinity", "-NaN", "nan", "inf", "None", "True", "undefined", "1", "-1", "+1", "01", "-01", "00", "0", "-0", "1.5", "1.", ".5", "-.5", "1e5", "1E+5", "1e-5", "1e", "1e+", "1.5e3", "1.e3", "0x10", "1_000", "1 2", "1,", "--1", "-", "1e999", "-1e999", "٣",
    '"a"', '"', '""', '"a', "'a'", '"a\\"b"', '"\\n"', '"\n"', '"\t"', '"\\u0041"', '"\\u004"', '"\\u00zz"', '"\\ud800"', '"\\udc00\\ud800"', '"\\ud83d\\ude42"', '"\\x41"', '"\\a"', '"\\/"', '"\\\'"', '"\x7f"', '"\x00"', '"é"', '"🙂"', '"\u2028"', '"a" "b"',
    "[1]", "[1,2]", "[1,]", "[,1]", "[,]", "[1 2]", "[1", "1]", "[[]]", "[[", "[1]]", "[NaN, Infinity]", "[1,\n2]", "[1,\u00a02]", "[1,\f2]",
    '{"a":1}', '{"a":1,}', '{"a" 1}', '{"a":}', '{a:1}', "{'a':1}", '{1:2}', '{"a":1,"a":2}', '{"a":1 "b":2}', '{"a":{"b":[1,{"c":null}]}}', '{"a":1', '{"a"', "{", "}", '{"":1}', '{"__proto__":1}', '{"a":1}}', '{"a":1} x', "{,}", '{"a":1,,"b":2}', '{ "a" : 1 }', '{"a":NaN}',
    "", " ", "\n", " 1 ", "\t[ ]\r\n", "\u00a01", "1\u00a0", "\ufeff1", "\ufeff{}", "\x0b1", "// c\n1", "1 // c", "/* c */1", "# c", "a", "abc", "tru", "nulll", "true false", "truefalse", "nulL", "NULL", "[" * 500 + "]" * 500, "[" * 100000, "1" * 4300, "1" * 4301, "-" + "1" * 4300, "1" * 5000, "1" * 5000 + ".0", "1" * 5000 + "e1", "[" + "1" * 5000 + "]",
]


def loads(text):
    try:
        json.loads(text)
        return True
    except Exception:
        return False


D = {n: f"http://json-schema.org/draft-0{n}/schema#" for n in (4, 6, 7)}
D[2019] = "https://json-schema.org/draft/2019-09/schema"
D[2020] = "https://json-schema.org/draft/2020-12/schema"
OBJECT = {"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a"]}
VALUES = [
    "{}", '{"a":1}', '{"a":1.0}', '{"a":1.5}', '{"a":"1"}', '{"a":null}', '{"a":true}', '{"a":1,"b":2}', '{"b":2}', "[]", "[1]", "[1,2]", "[1,1]", "[1,true]", "[1,1.0]", "[1,2,3,4]", '["a"]', '["a",1]', '[{"a":1},{"a":1.0}]', "null", "true", "0", "1", "2", "3", "5", "7.5", "0.3", "-1",
    '""', '"a"', '"ab"', '"abc"', '"🙂"', '"foo\\n"', '"foo"', '"foobar"', '"2024-01-31"', '"not a date"', '"a@b.c"', '"٣"', '"12"', '"é"', '{"foo":1}', '{"foo":1,"bar":2}', '{"foo":{"bar":[1]}}', '{"x1":1,"y":"z"}', '{"a":{"a":{"a":1}}}', '{"credit":1}', '{"credit":1,"billing":2}', '{"__proto__":1}', '{"nullable":null}',
]
SCHEMAS = [
    {}, OBJECT, {"type": "object"}, {"type": "string"}, {"type": "integer"}, {"type": "number"}, {"type": "boolean"}, {"type": "null"}, {"type": "array"}, {"type": ["string", "null"]}, {"type": "any"}, {"type": "strin"}, {"type": 5}, {"minimum": 2}, {"maximum": 2}, {"exclusiveMinimum": 2}, {"exclusiveMaximum": 2}, {"multipleOf": 2}, {"multipleOf": 0.1}, {"multipleOf": 2.5}, {"multipleOf": 0}, {"minimum": "2"},
    {"minLength": 1}, {"maxLength": 1}, {"maxLength": -1}, {"pattern": "^foo$"}, {"pattern": "o"}, {"pattern": "\\d"}, {"pattern": "(?i)FOO"}, {"pattern": "\\Afoo\\Z"}, {"pattern": "(?P<x>f)oo"}, {"pattern": "("}, {"format": "date"}, {"format": "email"}, {"format": "nonsense"},
    {"enum": [1, "a", None]}, {"enum": [True]}, {"enum": [1.0]}, {"enum": []}, {"enum": [{"a": 1}]}, {"const": 1}, {"const": True}, {"const": {"a": 1}}, {"const": None},
    {"items": {"type": "integer"}}, {"items": False}, {"items": [{"type": "integer"}]}, {"prefixItems": [{"type": "integer"}]}, {"prefixItems": [{"type": "integer"}], "items": False}, {"minItems": 1}, {"maxItems": 1}, {"uniqueItems": True}, {"contains": {"type": "string"}}, {"contains": {"const": 1}, "minContains": 2}, {"contains": {"const": 1}, "maxContains": 1}, {"contains": {"const": 9}, "minContains": 0}, {"additionalItems": False}, {"unevaluatedItems": False}, {"prefixItems": [{}], "unevaluatedItems": False},
    {"properties": {"a": {"minimum": 1}}}, {"properties": {"a": True, "b": False}}, {"additionalProperties": False}, {"properties": {"a": {}}, "additionalProperties": False}, {"additionalProperties": {"type": "string"}}, {"patternProperties": {"^f": {"type": "string"}}}, {"patternProperties": {"^x\\d$": {}}, "additionalProperties": {"type": "string"}}, {"patternProperties": {"(": {}}}, {"required": ["a", "b"]}, {"required": "a"}, {"required": True}, {"minProperties": 1}, {"maxProperties": 1}, {"propertyNames": {"maxLength": 1}}, {"propertyNames": False}, {"dependentRequired": {"credit": ["billing"]}}, {"dependentSchemas": {"credit": {"required": ["billing"]}}}, {"dependencies": {"credit": ["billing"]}}, {"dependencies": {"credit": {"required": ["billing"]}}}, {"unevaluatedProperties": False}, {"properties": {"a": {}}, "unevaluatedProperties": False}, {"allOf": [{"properties": {"a": {}}}], "unevaluatedProperties": False},
    {"allOf": [{"type": "integer"}, {"minimum": 2}]}, {"anyOf": [{"type": "integer"}, {"type": "string"}]}, {"oneOf": [{"type": "integer"}, {"minimum": 2}]}, {"not": {"type": "integer"}}, {"if": {"type": "integer"}, "then": {"minimum": 2}, "else": {"type": "string"}}, {"allOf": []}, {"anyOf": "x"}, {"not": True},
    {"$ref": "#/$defs/x", "$defs": {"x": {"type": "integer"}}}, {"$ref": "#/definitions/x", "definitions": {"x": {"type": "integer"}}}, {"$ref": "#/$defs/x", "type": "string", "$defs": {"x": {}}}, {"$ref": "#/nowhere"}, {"properties": {"a": {"$ref": "#"}}, "type": ["object", "integer"]}, {"$id": "http://x.y/z", "$defs": {"i": {"$id": "i", "type": "integer"}}, "$ref": "i"}, {"$anchor": "top", "$defs": {"a": {"$anchor": "n", "type": "integer"}}, "$ref": "#n"}, {"$dynamicRef": "#node", "$defs": {"n": {"$dynamicAnchor": "node", "type": "integer"}}},
    {"type": "string", "nullable": True}, {"id": "x", "type": "string"}, {"properties": {"nullable": {"type": "string"}}}, {"x-own": 1, "title": "t", "description": "d", "default": 1, "examples": [1], "type": "string"}, {"$comment": "c", "type": "string"}, {"$schema": "http://example.com/own", "type": "string"}, {"title": 5}, {"readOnly": True}, {"contentMediaType": "application/json"}, {"discriminator": {"propertyName": "a"}, "type": "object"},
]
for number in (4, 6, 7, 2019):
    SCHEMAS += [{"$schema": D[number], **each} for each in [
        OBJECT, {"type": "number", "minimum": 2}, {"exclusiveMinimum": 2}, {"minimum": 2, "exclusiveMinimum": True}, {"items": [{"type": "integer"}]}, {"items": [{"type": "integer"}], "additionalItems": False}, {"$ref": "#/definitions/x", "type": "string", "definitions": {"x": {}}}, {"contains": {"const": 1}}, {"const": 1}, {"enum": []}, {"if": {"type": "integer"}, "then": {"minimum": 2}}, {"dependencies": {"credit": ["billing"]}}, {"dependentRequired": {"credit": ["billing"]}}, {"prefixItems": [{"type": "string"}]}, {"id": "x", "type": "string"}, {"propertyNames": {"maxLength": 1}}, {"pattern": "^foo$"}, {"items": False}, {"required": []}, {"$defs": {"x": {"type": "integer"}}, "$ref": "#/$defs/x"}, {"format": "date"}, {"uniqueItems": True}, {"type": "nothing"}, {"unevaluatedProperties": False},
    ]]
SCHEMAS += [{"$schema": D[2020], **OBJECT}, {"$schema": D[2020] + "#", **OBJECT}, {"$schema": D[7][:-1], "items": [{"type": "integer"}]}]


def judged(schema):
    found = []
    for index, value in enumerate(VALUES):
        try:
            jsonschema.validate(json.loads(value), schema)
            found.append(index)
        except jsonschema.ValidationError:
            pass
        except Exception as error:
            return {"schema": schema, "refused": type(error).__name__}
    return {"schema": schema, "valid": found}


(TARGET / "python-json.golden.json").write_text(json.dumps({
    "taken": [text for text in TEXTS if loads(text)], "refused": [text for text in TEXTS if not loads(text)],
}, indent=0) + "\n")
lines = ",\n".join("    " + json.dumps(judged(schema)) for schema in SCHEMAS)
(TARGET / "json-schema.golden.json").write_text('{\n  "values": ' + json.dumps(VALUES) + ',\n  "schemas": [\n' + lines + "\n  ]\n}\n")
