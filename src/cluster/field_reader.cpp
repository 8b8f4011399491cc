// SPDX-License-Identifier: Apache-2.0
#include "cluster/field_reader.h"

#include "cluster/plain_text.h"

#include <QCoreApplication>

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Kubeconfig", text); }

QString typeWords(const Value &value)
{
    switch (value.type()) {
    case Value::Type::Null:
        return tr("nothing");
    case Value::Type::Bool:
        return tr("true or false");
    case Value::Type::Int:
    case Value::Type::Double:
        return tr("a number");
    case Value::Type::List:
        return tr("a list");
    case Value::Type::Map:
        return tr("a map");
    case Value::Type::String:
    case Value::Type::Ref:
    case Value::Type::Text:
        break;
    }
    return tr("text");
}

} // namespace

QString FieldReader::where(const Path &path) const
{
    for (Path at = path; !at.isEmpty(); at = at.parent()) {
        if (const auto it = m_positions.constFind(at.text()); it != m_positions.cend())
            return QStringLiteral("%1:%2:%3").arg(m_file).arg(it->line).arg(it->column);
    }
    return m_file;
}

void FieldReader::fail(const QString &message, const Path &path, const QString &remedy)
{
    if (!m_error)
        m_error = Error{message, where(path), remedy};
}

void FieldReader::wrongType(const Field &field, const QString &expected)
{
    const bool quotes = expected == tr("text") && !field.value.isList() && !field.value.isMap();
    const QString name =
        field.path.isEmpty() ? tr("the file") : u'“' + plainText(field.path.text()) + u'”';
    fail(tr("%1 has to be %2, but is %3").arg(name, expected, typeWords(field.value)), field.path,
         quotes ? tr("Put it in double quotes.") : QString());
}

QString FieldReader::text(const Field &field)
{
    if (!field.value.isString() && !field.value.isNull())
        wrongType(field, tr("text"));
    return field.value.toString();
}

bool FieldReader::flag(const Field &field)
{
    if (field.value.type() != Value::Type::Bool && !field.value.isNull())
        wrongType(field, tr("true or false"));
    return field.value.toBool();
}

const Map &FieldReader::map(const Field &field)
{
    if (!field.value.isMap() && !field.value.isNull())
        wrongType(field, tr("a map"));
    return field.value.map();
}

const List &FieldReader::listOf(const Field &field)
{
    if (!field.value.isList() && !field.value.isNull())
        wrongType(field, tr("a list"));
    return field.value.list();
}

QStringList FieldReader::texts(const Field &field)
{
    QStringList out;
    list(field, [&](const Field &item) { out += text(item); });
    return out;
}

SecretValue FieldReader::secret(const Field &field)
{
    QString shared = text(field);
    return SecretValue::take(shared);
}

SecretValue FieldReader::base64(const Field &field)
{
    const SecretValue encoded = secret(field);
    QByteArray compact(encoded.view().data(), encoded.size());
    compact.removeIf([](char c) { return c == '\n' || c == '\r'; }); // as Go does
    auto decoded = QByteArray::fromBase64Encoding(compact, QByteArray::AbortOnBase64DecodingErrors);
    const bool whole = compact.size() % 4 == 0; // Go asks for the padding
    wipe(compact);
    if (decoded && whole)
        return SecretValue::take(*decoded);
    fail(tr("“%1” is not base64").arg(plainText(field.path.text())), field.path,
         tr("Encode it anew: base64 -w0 FILE"));
    return {};
}

} // namespace chartwright
