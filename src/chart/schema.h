// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "chart/values.h"

namespace chartwright::schema {

/// What a field of the table takes, as JSON schema (draft-07).
Value ofField(const FieldSpec &spec);
/// Free text: a string, a boolean, or an integer that Helm prints as one.
Value freeText();
Value repository();
Value tag();
Value objectName(); ///< DNS subdomain, "" or null

/// values.schema.json.
Value ofChart(const QString &title, const QList<ValuesEntry> &entries);
/// What is wrong with a value, each with its path; the subset of draft-07 that ofChart() uses.
QStringList problems(const Value &schema, const Value &value, const QString &path = {});

} // namespace chartwright::schema
