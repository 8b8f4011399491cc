// SPDX-License-Identifier: Apache-2.0
#include "import/secret_extract.h"

#include "tree/path.h"

#include <QCoreApplication>

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("ManifestImport", text); }

const QString Applied = QStringLiteral("kubectl.kubernetes.io/last-applied-configuration");

void wipeAll(const Value &value)
{
    if (value.isString()) {
        QString shared = value.toString();
        wipe(shared);
    }
    for (const Map::Entry &entry : value.map())
        wipeAll(entry.value);
    for (const Value &item : value.list())
        wipeAll(item);
}

std::optional<SecretValue> decoded(const Value &value)
{
    QByteArray base64 = value.toString().toLatin1();
    base64.removeIf([](char c) { return c == '\n' || c == '\r' || c == ' '; });
    auto result = QByteArray::fromBase64Encoding(base64, QByteArray::AbortOnBase64DecodingErrors);
    wipe(base64);
    if (!result)
        return std::nullopt;
    return SecretValue::take(result.decoded);
}

class Extraction
{
public:
    Extraction(QList<ImportNote> &notes) : m_notes(notes) {}

    void take(ManifestObject &read)
    {
        const Value &object = read.object;
        if (object[u"kind"].toString() != u"Secret" || object[u"apiVersion"].toString() != u"v1")
            return;
        const Value &metadata = object[u"metadata"];
        m_ns = metadata[u"namespace"].toString();
        m_secret = metadata[u"name"].toString();
        Map keys;
        for (const auto &[key, value] : object[u"stringData"].map()) {
            if (!value.isNull())
                add(key, SecretValue(value.scalarText().toUtf8()));
            keys.set(key, Value());
        }
        for (const auto &[key, value] : object[u"data"].map()) {
            if (keys.contains(key))
                continue;
            keys.set(key, Value());
            if (auto bytes = decoded(value))
                add(key, std::move(*bytes));
            else
                m_notes.append({read.where, tr("The value of %1 in the Secret %2 is left out: it "
                                               "is not base64")
                                                .arg(key, m_secret)});
        }
        wipeAll(object[u"data"]);
        wipeAll(object[u"stringData"]);
        wipeAll(metadata[u"annotations"][Applied]);
        Map out = object.map();
        out.remove(u"stringData");
        if (object.map().contains(u"data") || !keys.isEmpty())
            out.set(QStringLiteral("data"), keys);
        read.object = without(out, Path(QStringLiteral("metadata.annotations")).key(Applied));
    }

    std::vector<ExtractedValue> take() { return std::move(m_out); }

private:
    void add(const QString &key, SecretValue value)
    {
        if (!value.isEmpty())
            m_out.push_back({m_ns, m_secret, key, std::move(value)});
    }

    QList<ImportNote> &m_notes;
    std::vector<ExtractedValue> m_out;
    QString m_ns, m_secret;
};

} // namespace

std::vector<ExtractedValue> extractSecrets(QList<ManifestObject> &objects, QList<ImportNote> &notes)
{
    Extraction extraction(notes);
    for (ManifestObject &object : objects)
        extraction.take(object);
    return extraction.take();
}

} // namespace chartwright
