// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QHashFunctions>
#include <QString>

namespace chartwright {

/// Names one resource of a topology for good: `todo-backend-7k2q`, the name at creation and four
/// random characters. Not changed by a rename.
struct ResourceId
{
    QString text;

    bool isEmpty() const { return text.isEmpty(); }
    friend bool operator==(const ResourceId &, const ResourceId &) = default;
    friend bool operator<(const ResourceId &a, const ResourceId &b) { return a.text < b.text; }
    friend size_t qHash(const ResourceId &id, size_t seed = 0) { return ::qHash(id.text, seed); }
};

} // namespace chartwright
