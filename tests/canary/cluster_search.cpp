// SPDX-License-Identifier: Apache-2.0
#include "canary/cluster_search.h"

#include "tree/yaml.h"

#include <QProcess>

using namespace chartwright;
using namespace Qt::StringLiterals;

namespace {

const QString HelmType = u"helm.sh/release.v1"_s;

QByteArray piped(const QString &program, const QByteArray &input)
{
    QProcess process;
    process.start(program, QStringList{u"-c"_s});
    process.write(input);
    process.closeWriteChannel();
    process.waitForFinished();
    return process.readAllStandardOutput();
}

} // namespace

ClusterSearch::ClusterSearch(Kubectl kubectl) : m_kubectl(std::move(kubectl)) {}

QByteArray ClusterSearch::secrets() const
{
    return m_kubectl({u"get"_s, u"secrets"_s, u"-A"_s, u"-o"_s, u"json"_s, u"--field-selector"_s,
                      u"type!="_s + HelmType});
}

QByteArray ClusterSearch::otherObjects() const
{
    QStringList kinds;
    for (const QByteArray &line :
         m_kubectl({u"api-resources"_s, u"--verbs=list"_s, u"-o"_s, u"name"_s}).split('\n'))
        kinds.append(QString::fromUtf8(line));
    kinds.removeAll(QString());
    kinds.removeAll(u"secrets"_s);
    QByteArray out = m_kubectl({u"get"_s, kinds.join(u','), u"-A"_s, u"-o"_s, u"yaml"_s,
                                u"--show-managed-fields"_s, u"--chunk-size=0"_s});
    const auto all = readJson(m_kubectl({u"get"_s, u"secrets"_s, u"-A"_s, u"-o"_s, u"json"_s,
                                         u"--show-managed-fields"_s}),
                              u"secrets"_s);
    for (const Value &secret : all ? (*all)[u"items"].list() : List())
        out += writeJson(secret[u"metadata"]);
    return out;
}

QMap<QString, QByteArray> ClusterSearch::releases() const
{
    QMap<QString, QByteArray> out;
    const auto all = readJson(m_kubectl({u"get"_s, u"secrets"_s, u"-A"_s, u"-o"_s, u"json"_s,
                                         u"--field-selector"_s, u"type="_s + HelmType}),
                              u"releases"_s);
    for (const Value &secret : all ? (*all)[u"items"].list() : List()) {
        const QByteArray kept = secret[u"data"][u"release"].toString().toLatin1();
        out.insert(secret[u"metadata"][u"name"].toString(),
                   piped(u"gunzip"_s, QByteArray::fromBase64(QByteArray::fromBase64(kept))));
    }
    return out;
}

QByteArray ClusterSearch::releaseHolding(const QByteArray &text, const QString &name)
{
    const QByteArray packed = piped(u"gzip"_s, "{\"manifest\":\"" + text + "\"}");
    return writeJson(
        Map{{u"apiVersion"_s, u"v1"_s},
            {u"kind"_s, u"Secret"_s},
            {u"type"_s, HelmType},
            {u"metadata"_s, Map{{u"name"_s, name}}},
            {u"data"_s, Map{{u"release"_s, QString::fromLatin1(packed.toBase64().toBase64())}}}});
}
