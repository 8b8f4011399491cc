// SPDX-License-Identifier: Apache-2.0
#include "deploy/definition_wait.h"

#include "cluster/kind_definition.h"

namespace chartwright {
namespace {

constexpr std::chrono::milliseconds Between{200};

} // namespace

DefinitionWait::DefinitionWait(ClusterConnection *connection, const QString &path,
                               std::chrono::milliseconds patience, QObject *parent)
    : QObject(parent), m_connection(connection), m_path(path), m_patience(patience)
{
    m_again.setSingleShot(true);
    m_again.setInterval(Between);
    connect(&m_again, &QTimer::timeout, this, &DefinitionWait::ask);
}

void DefinitionWait::start(const Value &live, Done done)
{
    m_done = std::move(done);
    m_deadline.setRemainingTime(m_patience);
    m_kinds = definedKinds(live);
    m_name = live[u"metadata"][u"name"].toString();
    look(live);
}

void DefinitionWait::look(const Value &live)
{
    const DefinitionState state = definitionState(live);
    if (!state.refused.isEmpty())
        return finish(failureWith(
            ApiFailure::Kind::Refused,
            {tr("the cluster does not take the names of the kind: %1").arg(state.refused), m_name,
             tr("Choose other names, or delete the definition that has them.")}));
    m_words = state.words;
    if (!state.isEstablished)
        return lookAgain();
    m_connection->learnKinds(this, [this](const std::optional<ApiFailure> &failure) {
        if (failure || isServed())
            finish(failure);
        else
            lookAgain();
    });
}

void DefinitionWait::lookAgain()
{
    if (!m_deadline.hasExpired())
        return m_again.start();
    const QString words = m_words.isEmpty() ? QString() : QStringLiteral(": ") + m_words;
    finish(failureWith(ApiFailure::Kind::Refused,
                       {tr("the cluster did not take the kind into use within %1 s")
                                .arg(m_patience.count() / 1000) +
                            words,
                        m_name, tr("See what \"kubectl describe crd %1\" says.").arg(m_name)}));
}

void DefinitionWait::ask()
{
    m_connection->client()->send({ApiRequest::Verb::Get, m_path}, this,
                                 [this](const ApiResult<ApiAnswer> &answer) {
                                     if (answer)
                                         look(answer->object);
                                     else
                                         finish(answer.error());
                                 });
}

bool DefinitionWait::isServed() const
{
    return std::all_of(m_kinds.begin(), m_kinds.end(), [this](const ApiKind &kind) {
        return m_connection->kinds().find(kind.apiVersion, kind.kind).has_value();
    });
}

void DefinitionWait::finish(const std::optional<ApiFailure> &failure)
{
    if (const Done done = std::exchange(m_done, nullptr)) {
        m_again.stop();
        deleteLater();
        done(failure);
    }
}

} // namespace chartwright
