// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/result.h"
#include "secrets/secret_value.h"
#include "tree/path.h"
#include "tree/yaml.h"

namespace chartwright {

/// A value of a file and where in the file it stands.
struct Field
{
    const Value &value;
    Path path;

    Field operator[](const char *key) const
    {
        const QString name = QString::fromLatin1(key);
        return {value[name], path.key(name)};
    }
};

/// Reads the fields of a tree with types as strict as Go's: a number is no text, and null is the
/// zero value of everything. The first mistake is kept; what is read after it counts for nothing.
class FieldReader
{
public:
    /// Both outlive it.
    FieldReader(const QString &file, const Positions &positions)
        : m_file(file), m_positions(positions)
    {
    }

    const std::optional<Error> &error() const { return m_error; }
    const QString &file() const { return m_file; }
    /// "file:line:column" of a value, or of what it stands in.
    QString where(const Path &path) const;
    void fail(const QString &message, const Path &path, const QString &remedy = {});

    QString text(const Field &field);
    bool flag(const Field &field);
    const Map &map(const Field &field);
    QStringList texts(const Field &field);
    /// A text, which is wiped from the tree.
    SecretValue secret(const Field &field);
    /// The bytes that a text stands for in base64; it is wiped from the tree.
    SecretValue base64(const Field &field);
    /// Calls `item` with each Field of a list, up to the first mistake.
    template <class Item> void list(const Field &field, Item &&item)
    {
        const List &items = listOf(field);
        for (qsizetype i = 0; i < items.size() && !m_error; ++i)
            item(Field{items[i], field.path.index(i)});
    }

private:
    const List &listOf(const Field &field);
    void wrongType(const Field &field, const QString &expected);

    const QString &m_file;
    const Positions &m_positions;
    std::optional<Error> m_error;
};

} // namespace chartwright
