// SPDX-License-Identifier: Apache-2.0
#include "cluster/exec_credential.h"

#include "cluster/plain_text.h"
#include "tree/yaml.h"

#include <QCoreApplication>

#include <algorithm>

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("ExecPlugin", text); }

/// Wipes what the tree holds, too.
SecretValue takeText(const Value &value)
{
    QString shared = value.toString();
    return SecretValue::take(shared);
}

bool isTextOrNull(const Value &value) { return value.isString() || value.isNull(); }

/// RFC 3339; invalid if it is something else.
QDateTime timeOf(const QString &text)
{
    const QDateTime time = QDateTime::fromString(text, Qt::ISODateWithMs);
    return time.timeSpec() == Qt::LocalTime ? QDateTime() : time.toUTC();
}

Result<Value> readOutput(const SecretValue &output)
{
    const QByteArray bytes = QByteArray::fromRawData(output.view().data(), output.size());
    const bool isJson = bytes.trimmed().startsWith('{');
    return isJson ? readJson(bytes, {}) : readYaml(bytes, {});
}

} // namespace

QByteArray execInfo(const ExecSpec &spec)
{
    Map inner{{QStringLiteral("interactive"), Value(false)}};
    if (!spec.cluster.isEmpty())
        inner.set(QStringLiteral("cluster"), spec.cluster);
    const QByteArray pretty =
        writeJson(Map{{QStringLiteral("kind"), QStringLiteral("ExecCredential")},
                      {QStringLiteral("apiVersion"), spec.exec.apiVersion},
                      {QStringLiteral("spec"), inner}});
    QByteArray out; // a line never ends within a string of JSON
    for (const QByteArray &line : pretty.split('\n'))
        out += line.trimmed();
    return out;
}

Result<ExecCredential> readExecCredential(const SecretValue &output, const QString &apiVersion,
                                          const QString &where)
{
    const QString update = tr("Update the plugin, or run its command in a terminal to see more.");
    const auto fail = [&](const QString &message) { return failure(message, where, update); };
    if (output.isEmpty())
        return fail(tr("the login plugin wrote nothing"));
    const auto root = readOutput(output);
    if (!root)
        return fail(tr("what the login plugin wrote is no JSON"));
    const Value &status = (*root)[u"status"];
    const Value &expires = status[u"expirationTimestamp"];
    ExecCredential out;
    // Taken out first, so that they are wiped whatever is found wrong.
    const bool areTexts = isTextOrNull(status[u"token"]) &&
                          isTextOrNull(status[u"clientCertificateData"]) &&
                          isTextOrNull(status[u"clientKeyData"]) && isTextOrNull(expires);
    out.token = takeText(status[u"token"]);
    const SecretValue certificate = takeText(status[u"clientCertificateData"]);
    const SecretValue key = takeText(status[u"clientKeyData"]);

    if ((*root)[u"kind"].toString() != u"ExecCredential")
        return fail(tr("what the login plugin wrote is no ExecCredential"));
    if (const QString version = (*root)[u"apiVersion"].toString(); version != apiVersion)
        return failure(tr("the login plugin answered as %1, but is to speak %2")
                           .arg(plainText(version.left(100)), apiVersion),
                       where, tr("Let the plugin's tool write the kubeconfig anew."));
    if (!status.isMap())
        return fail(tr("the login plugin's answer has no status"));
    if (!areTexts)
        return fail(tr("a field of the login plugin's answer is no text"));
    if (out.token.isEmpty() && certificate.isEmpty() && key.isEmpty())
        return fail(tr("the login plugin gave neither token nor certificate"));
    if (certificate.isEmpty() != key.isEmpty())
        return fail(tr("the login plugin gave a certificate or a key, not both"));
    const QByteArrayView token = out.token.view();
    if (std::any_of(token.begin(), token.end(),
                    [](char c) { return static_cast<unsigned char>(c) < 0x21 || c == '\x7f'; }))
        return fail(tr("the login plugin's token holds a blank or a line end"));
    if (!expires.toString().isEmpty()) {
        out.expires = timeOf(expires.toString());
        if (!out.expires.isValid())
            return fail(tr("the login plugin's “expirationTimestamp” is no time"));
    }
    if (!certificate.isEmpty()) {
        auto identity = readIdentity(certificate, key, where, where);
        if (!identity)
            return tl::unexpected(identity.error());
        out.identity = std::move(*identity);
    }
    return out;
}

} // namespace chartwright
