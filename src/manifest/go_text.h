// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "tree/value.h"

#include <QStringList>

/// How Go's fmt, text/template and encoding/json print values.
namespace chartwright::manifest {

/// strconv.Quote: "…" with Go's escapes.
QString goQuote(const QString &text);
/// %v of a float64: the fewest digits, with an exponent from 1e+06 on.
QString goFloat(double number);
/// %v; maps as map[a:1 b:2], sorted.
QString goText(const Value &value);
/// json.Marshal: sorted, no spaces, with '<', '>' and '&' escaped.
QString goJson(const Value &value);
/// Whether {{ if }} takes it for true.
bool goTruth(const Value &value);

/// Whether values may hold this: Helm takes them through a YAML reader that refuses DEL, C1 and
/// U+FFFE, and takes a key "<<" for something else.
bool helmReads(const Value &value);
/// Whether a text survives Helm's toYaml: it goes through JSON, whose reader refuses DEL, C1 and
/// U+FFFE (toYaml is empty then, without a word), "<<" is written bare, "<no value>" taken out, and
/// white space is cut off where the document ends: newlines of a block, U+00A0 and its like, which
/// stand there without quotes.
bool survivesToYaml(const Value &value);
/// yaml.Marshal of sigs.k8s.io/yaml (Helm's toYaml), without the last newline; empty where it
/// fails.
QString goYaml(const Value &value);

} // namespace chartwright::manifest
