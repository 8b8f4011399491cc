// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/result.h"
#include "tree/value.h"

#include <QByteArray>
#include <QHash>

namespace chartwright {

/// What a file may cost at most. The defaults are for files from outside.
struct ReadLimits
{
    qint64 bytes = 5ll * 1024 * 1024;
    int depth = 100;
    qint64 nodes = 100'000;
    qint64 scalarBytes = 1024ll * 1024;

    /// How deep positions are noted, where they are asked for: each costs a Path.
    int positionDepth = 4;

    /// For our own topology.yaml.
    static ReadLimits project() { return {64ll * 1024 * 1024, 100, 5'000'000, 16ll * 1024 * 1024}; }
};

/// Where a value starts in a file; 1-based.
struct Position
{
    int line = 0, column = 0;
};
/// Positions of map entries and list items by their path in index form ("resources.x.spec",
/// "a[#0]"), recorded to a depth of 4.
using Positions = QHash<QString, Position>;

/// Reads one YAML document (UTF-8). Scalars are resolved as Kubernetes reads them (YAML 1.1 as Go's
/// library does: y/n/yes/no/on/off are booleans, 014 is 12, 1e3 a number). Tags `!ref` and `!text`
/// become Ref and Text (see yaml_write). Aliases, duplicate keys, keys that are no strings, other
/// tags, more than one document, NUL and lone surrogates are refused; errors name `file`, line and
/// column.
Result<Value> readYaml(const QByteArray &bytes, const QString &file, const ReadLimits &limits = {},
                       Positions *positions = nullptr);
/// The same for a stream of documents. `starts` is told where each begins.
Result<QList<Value>> readYamlStream(const QByteArray &bytes, const QString &file,
                                    const ReadLimits &limits = {},
                                    QList<Position> *starts = nullptr);
/// Reads JSON; numbers without fraction or exponent that fit are integers. Same refusals.
Result<Value> readJson(const QByteArray &bytes, const QString &file, const ReadLimits &limits = {});
/// Two spaces a level, keys in order, a newline at the end. References are written as objects
/// {"$ref": id, "part": part}; use it for trees without any.
QByteArray writeJson(const Value &value);

/// How a string is written as a scalar of a block map or list: plain where every YAML 1.1 and 1.2
/// reader reads it back as that string, else double-quoted with escapes. One line always.
QString yamlScalar(const QString &text);
/// Always double-quoted.
QString yamlQuoted(const QString &text);
/// A key: as yamlScalar.
QString yamlKey(const QString &key);
/// Integers plain; doubles in shortest form that reads back; booleans, null.
QString yamlScalar(const Value &scalar);

/// Block style, two spaces a level, list items indented under their key, "{}" and "[]" for empty
/// ones, a newline at the end. Ref: `!ref id#part`; Text: `!text "http://${id#part}:…"` with `$` in
/// literal pieces doubled. `indent`: spaces before each line of a map or list.
QByteArray writeYaml(const Value &value, int indent = 0);

} // namespace chartwright
