// SPDX-License-Identifier: Apache-2.0
#include "deploy/secret_hand_over.h"

#include "deploy/requests.h"
#include "tree/yaml.h"

namespace chartwright {
SecretHandOver::SecretHandOver(ApiClient *client, Vault *vault, SecretPlan plan,
                               const QString &path, QObject *parent)
    : QObject(parent), m_client(client), m_vault(vault), m_plan(std::move(plan)), m_path(path)
{
}

void SecretHandOver::start(Done done)
{
    m_done = std::move(done);
    ApiRequest request{ApiRequest::Verb::Get, m_path};
    request.accept = MetadataOnly;
    m_client->send(std::move(request), this, [this](const ApiResult<ApiAnswer> &answer) {
        if (answer)
            return takeThere(answer->object[u"metadata"]);
        if (answer.error().kind != ApiFailure::Kind::NotFound)
            return finish(tl::unexpected(answer.error()));
        readNext();
    });
}

void SecretHandOver::takeThere(const Value &metadata)
{
    m_isThere = true;
    m_version = metadata[u"resourceVersion"].toString();
    m_keysThere = secretKeysIn(metadata);
    const QString helm = helmReleaseOf(Map{{QStringLiteral("metadata"), metadata}});
    if (helm.isEmpty())
        return readNext();
    m_outcome.warnings.append(
        tr("it belongs to the Helm release %1 and is left as it is").arg(helm));
    finish(m_outcome);
}

void SecretHandOver::readNext()
{
    while (m_next < m_plan.keys.size() && m_plan.keys[m_next].id.isEmpty()) {
        takeValue(tl::unexpected(vaultError(Trouble::Missing)));
        if (!m_done)
            return;
    }
    if (m_next == m_plan.keys.size())
        return send();
    m_reading =
        m_vault->read({m_plan.keys[m_next].id, {}}, this, [this](VaultResult<SecretValue> value) {
            takeValue(std::move(value));
            if (m_done)
                readNext();
        });
}

void SecretHandOver::takeValue(VaultResult<SecretValue> value)
{
    const QString key = m_plan.keys[m_next++].key;
    const bool isThere = m_keysThere.contains(key);
    if (value)
        m_values.emplace_back(key, std::move(*value));
    else if (value.error().trouble != Trouble::Missing &&
             !(isThere && value.error().isNoKeychain())) // it was brought from elsewhere
        fail(value.error().error);
    else if (!isThere)
        m_outcome.warnings.append(
            tr("no value of %1 is kept: pods that need it will wait for it").arg(key));
}

QByteArray SecretHandOver::body() const
{
    Map object = m_plan.object.map();
    if (m_isThere) { // what a merge patch may change
        const Value metadata = object[u"metadata"];
        object = Map{{QStringLiteral("metadata"),
                      Map{{QStringLiteral("labels"), metadata[u"labels"]},
                          {QStringLiteral("annotations"), metadata[u"annotations"]}}}};
    }
    SecretBuffer out;
    const QByteArray head = writeJson(object);
    out.append(QByteArrayView(head).first(head.lastIndexOf('}')));
    out.append(QByteArrayView(",\"data\":{"));
    bool isFirst = true;
    for (const auto &[key, value] : m_values) {
        if (!std::exchange(isFirst, false))
            out.append(',');
        out.append(writeJson(key).trimmed());
        out.append(':');
        QByteArray base64 = QByteArray::fromRawData(value.view().data(), value.size()).toBase64();
        out.append('"');
        out.append(base64);
        out.append('"');
        wipe(base64);
    }
    out.append(QByteArrayView("}}"));
    return out.view().toByteArray();
}

void SecretHandOver::send()
{
    if (m_values.empty()) {
        if (m_isThere)
            m_outcome.state = State::Same;
        return finish(m_outcome);
    }
    ApiRequest request;
    request.isSecret = true;
    request.body = body();
    m_values.clear();
    request.query = {{QStringLiteral("fieldManager"), FieldManager}};
    request.accept = MetadataOnly;
    if (m_isThere) {
        request.verb = ApiRequest::Verb::Patch;
        request.path = m_path;
        request.contentType = "application/merge-patch+json";
    } else {
        request.verb = ApiRequest::Verb::Post;
        request.path = m_path.section(u'/', 0, -2);
    }
    m_client->send(std::move(request), this, [this](const ApiResult<ApiAnswer> &answer) {
        if (!answer)
            return finish(tl::unexpected(answer.error()));
        const QString version = answer->object[u"metadata"][u"resourceVersion"].toString();
        m_outcome.state = !m_isThere             ? State::Created
                          : version == m_version ? State::Same
                                                 : State::Changed;
        m_outcome.warnings += answer->warnings;
        finish(m_outcome);
    });
}

void SecretHandOver::fail(const Error &error)
{
    finish(tl::unexpected(failureWith(ApiFailure::Kind::Refused, error)));
}

void SecretHandOver::finish(ApiResult<Outcome> outcome)
{
    deleteLater();
    if (const Done done = std::exchange(m_done, nullptr))
        done(std::move(outcome));
}

} // namespace chartwright
