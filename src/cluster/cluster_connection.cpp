// SPDX-License-Identifier: Apache-2.0
#include "cluster/cluster_connection.h"

#include "cluster/plain_text.h"

namespace chartwright {
namespace {

constexpr char DiscoveryType[] =
    "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json";

/// Whoever waits for it looks at it.
ApiLimits probeLimits()
{
    ApiLimits out;
    out.silence = std::chrono::seconds(6);
    out.tries = 1;
    return out;
}

} // namespace

ClusterConnection::ClusterConnection(std::shared_ptr<const Target> target, ExecConsent *consent,
                                     QObject *parent)
    : QObject(parent), m_target(std::move(target)),
      m_credentials(new Credentials(m_target, consent, this)),
      m_client(new ApiClient(m_target, m_credentials, {}, this)),
      m_probe(new ApiClient(m_target, m_credentials, probeLimits(), this))
{
}

void ClusterConnection::ask()
{
    m_credentials->askAgain();
    m_state = State::Asking;
    ++m_round;
    emit changed();
    // Anybody may read the version; kinds are the first that needs a login.
    const auto learnt = [this, round = m_round](const std::optional<ApiFailure> &failure) {
        if (round != m_round)
            return;
        if (failure)
            return setFailed(*failure);
        m_state = State::Reachable;
        emit changed();
        askNamespaces();
    };
    m_probe->send({ApiRequest::Verb::Get, QStringLiteral("/version")}, this,
                  [this, learnt, round = m_round](const ApiResult<ApiAnswer> &answer) {
                      if (round != m_round)
                          return;
                      if (!answer)
                          return setFailed(answer.error());
                      m_version = plainText(answer->object[u"gitVersion"].toString());
                      askKinds(m_probe, this, learnt);
                  });
}

void ClusterConnection::learnKinds(QObject *context, const Learnt &done)
{
    askKinds(m_client, context, done);
}

void ClusterConnection::askKinds(ApiClient *by, QObject *context, const Learnt &done)
{
    const auto request = [](const QString &path) {
        ApiRequest out{ApiRequest::Verb::Get, path};
        out.accept = DiscoveryType;
        return out;
    };
    by->send(request(QStringLiteral("/api")), context,
             [this, by, context, request, done](const ApiResult<ApiAnswer> &core) {
                 if (!core)
                     return done(core.error());
                 ApiKinds learnt;
                 learnt.add(core->object);
                 by->send(request(QStringLiteral("/apis")), context,
                          [this, learnt, done](const ApiResult<ApiAnswer> &groups) mutable {
                              if (!groups)
                                  return done(groups.error());
                              learnt.add(groups->object);
                              m_kinds = learnt;
                              done(std::nullopt);
                          });
             });
}

void ClusterConnection::askNamespaces()
{
    ApiRequest request{ApiRequest::Verb::Get, QStringLiteral("/api/v1/namespaces")};
    request.accept = MetadataList;
    m_probe->send(
        std::move(request), this, [this, round = m_round](const ApiResult<ApiAnswer> &answer) {
            if (round != m_round)
                return;
            m_namespaces.reset();
            if (answer) {
                m_namespaces.emplace();
                for (const Value &item : answer->object[u"items"].list())
                    m_namespaces->append(plainText(item[u"metadata"][u"name"].toString()));
            }
            emit changed();
        });
}

void ClusterConnection::setFailed(const ApiFailure &failure)
{
    m_state = State::Failed;
    m_failure = failure;
    emit changed();
}

} // namespace chartwright
