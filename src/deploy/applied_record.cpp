// SPDX-License-Identifier: Apache-2.0
#include "deploy/applied_record.h"

#include "tree/yaml.h"

#include <QCryptographicHash>

namespace chartwright {
namespace {

/// A cluster takes 1 MiB of an object.
constexpr qsizetype MostBytes = 700ll * 1024;

/// "Deployment.apps.todo-backend". A name can be too long for a key, or have other letters.
QString keyOf(const ObjectRef &ref, const QString &ns)
{
    constexpr qsizetype Most = 200;
    QStringList words{ref.kind, withoutVersion(ref).apiVersion, ref.name};
    if (ref.ns != ns)
        words.prepend(ref.ns);
    words.removeAll(QString());
    const QString whole = words.join(u'.');
    QString out = whole.left(Most);
    for (QChar &c : out) {
        const char16_t u = c.unicode();
        if (!(u < 0x80 && (c.isLetterOrNumber() || u == u'-' || u == u'_' || u == u'.')))
            c = u'_';
    }
    if (out != whole)
        out += u'-' + QString::fromLatin1(
                          QCryptographicHash::hash(whole.toUtf8(), QCryptographicHash::Sha256)
                              .toHex()
                              .left(10));
    return out;
}

ApplyObject part(int number, const Map &data, const QString &release, const QString &ns)
{
    const QString name = release + QLatin1String("-chartwright") +
                         (number == 1 ? QString() : u'-' + QString::number(number));
    const Value object =
        Map{{QStringLiteral("apiVersion"), QStringLiteral("v1")},
            {QStringLiteral("kind"), QStringLiteral("ConfigMap")},
            {QStringLiteral("metadata"),
             Map{{QStringLiteral("name"), name},
                 {QStringLiteral("namespace"), ns},
                 {QStringLiteral("labels"),
                  Map{{QStringLiteral("app.kubernetes.io/managed-by"), QString(FieldManager)},
                      {QString(RecordLabel), release}}}}},
            {QStringLiteral("data"), data}};
    return {refOf(object), {}, object};
}

} // namespace

QList<ApplyObject> recordObjects(const AppliedObjects &applied, const QString &release,
                                 const QString &ns)
{
    QMap<QString, QByteArray> texts; // in one order, so that the same is written the same
    for (auto it = applied.cbegin(); it != applied.cend(); ++it)
        texts.insert(keyOf(it.key(), ns), writeYaml(*it));
    QList<ApplyObject> out;
    Map data;
    qsizetype bytes = 0;
    const auto close = [&] {
        if (!data.isEmpty())
            out.append(part(int(out.size()) + 1, data, release, ns));
        data = {};
        bytes = 0;
    };
    for (auto it = texts.cbegin(); it != texts.cend(); ++it) {
        const qsizetype size = it.key().size() + it->size();
        if (size > MostBytes)
            continue;
        if (bytes + size > MostBytes)
            close();
        data.append(it.key(), QString::fromUtf8(*it));
        bytes += size;
    }
    close();
    return out;
}

AppliedObjects recorded(const Value &configMaps)
{
    AppliedObjects out;
    for (const Value &configMap : configMaps[u"items"].list()) {
        for (const auto &[key, text] : configMap[u"data"].map()) {
            const auto object = readYaml(text.toString().toUtf8(), key);
            if (object && object->isMap())
                out.insert(refOf(*object), *object);
        }
    }
    return out;
}

ApiRequest recordRequest(const QString &release, const QString &ns)
{
    return {ApiRequest::Verb::Get,
            collectionPath(*ApiKinds().find(QStringLiteral("v1"), QStringLiteral("ConfigMap")), ns),
            {{QStringLiteral("labelSelector"), RecordLabel + u'=' + release}}};
}

} // namespace chartwright
