// SPDX-License-Identifier: Apache-2.0
#include "cli/release_status.h"

#include "deploy/difference.h"

namespace chartwright::cli {
namespace {

/// LiveView gathers what comes within a moment.
constexpr std::chrono::milliseconds Settle{150};
constexpr std::chrono::milliseconds AskAgain{3'000};

} // namespace

ReleaseStatus::ReleaseStatus(const ClusterSession &session)
    : m_connection(session.connection), m_view(m_connection, session.plan.release, session.plan.ns)
{
    for (const SecretPlan &secret : session.plan.secrets)
        m_drawn.append({secret.ref, secret.resource});
    for (const ApplyObject &object : session.plan.objects)
        m_drawn.append({object.ref, object.resource});
    m_view.setPlan(session.plan, {});
    m_ask.setSingleShot(true);
    connect(&m_ask, &QTimer::timeout, this, &ReleaseStatus::ask);
    connect(&m_view, &LiveView::changed, this, &ReleaseStatus::changed);
    connect(&m_view, &LiveView::watchStateChanged, this, [this] {
        if (m_view.isLive() && !m_hasAsked && !m_ask.isActive())
            m_ask.start(Settle);
        emit changed();
    });
}

void ReleaseStatus::start() { m_view.start(); }

bool ReleaseStatus::isToAsk(const Drawn &drawn) const
{
    if (!LiveView::watches(drawn.ref.kind) || m_view.objectOf(drawn.resource) != drawn.ref)
        return true;
    // Of it there is no more to know than that it is there.
    return drawn.ref.kind == u"ConfigMap" && !m_view.state(drawn.resource).isThere;
}

void ReleaseStatus::ask()
{
    m_open = 1;
    for (const Drawn &drawn : std::as_const(m_drawn)) {
        if (!isToAsk(drawn)) {
            m_asked.remove(drawn.ref);
            continue;
        }
        if (const auto failure = unservedKind(m_connection->kinds(), drawn.ref)) {
            LiveState state = plainState({});
            state.message = failure->error.message;
            m_asked.insert(drawn.ref, state);
            continue;
        }
        ++m_open;
        ApiRequest request{ApiRequest::Verb::Get, m_connection->kinds().path(drawn.ref)};
        request.accept = MetadataOnly;
        m_connection->client()->send(
            std::move(request), this,
            [this, ref = drawn.ref](const ApiResult<ApiAnswer> &answer) { take(ref, answer); });
    }
    take({}, ApiAnswer());
}

void ReleaseStatus::take(const ObjectRef &ref, const ApiResult<ApiAnswer> &answer)
{
    if (!ref.kind.isEmpty()) {
        LiveState state;
        if (answer || answer.error().kind == ApiFailure::Kind::NotFound)
            state = plainState(answer ? answer->object : Value());
        else
            state.message = answer.error().error.message;
        m_asked.insert(ref, state);
    }
    if (--m_open > 0)
        return;
    m_hasAsked = true;
    m_ask.start(AskAgain);
    emit changed();
}

QList<ObjectStatus> ReleaseStatus::objects() const
{
    QList<ObjectStatus> out;
    for (const Drawn &drawn : m_drawn) {
        const auto asked = m_asked.constFind(drawn.ref);
        const bool isAsked = isToAsk(drawn) && asked != m_asked.cend();
        out.append({drawn.ref, isAsked ? *asked : m_view.state(drawn.resource)});
    }
    return out;
}

} // namespace chartwright::cli
