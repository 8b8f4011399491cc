// SPDX-License-Identifier: Apache-2.0
#include "app/deployer.h"
#include "app/live_desk.h"
#include "deploy/address_run.h"
#include "model/edits.h"
#include "panels/deploy_panel.h"

#include <QDesktopServices>

using namespace Qt::StringLiterals;

// The page of what was deployed: where it is, and the browser.
namespace chartwright {

void Deployer::askForPage()
{
    const auto door = doorOf(m_plan.objects, m_document->refs());
    const auto connection = m_desk->connection(m_desk->choice().context);
    if (!door || !connection) {
        end(Work::Answer, State::Skipped, tr("it has no Service that could have a page"));
        end(Work::Open, State::Skipped, tr("there is none"));
        return finish(tr("It is ready. It has neither an Ingress nor a Service to open."), true);
    }
    begin(Work::Answer, tr("Looking for the address"));
    std::optional<MinikubePlace> minikube;
    if (isMinikube())
        minikube = MinikubePlace{m_minikube, m_options.profile, m_nodeIp};
    auto *run = new AddressRun(*connection, *door, minikube, m_work);
    connect(run, &AddressRun::doing, m_work,
            [this](const QString &text) { say(Work::Answer, text); });
    // Whoever has the page open finds it again.
    run->setPort(m_live->closeDoor());
    run->start([this, kind = door->kind](const Result<Address> &address) {
        if (address) {
            end(Work::Answer, State::Done, address->url.toString());
            return open(*address);
        }
        if (isMinikube() && kind != Door::Kind::Inside)
            return fail(Work::Answer, address.error());
        // The cluster may have its door elsewhere, and not each Service has pages.
        end(Work::Answer, State::Skipped, address.error().message);
        end(Work::Open, State::Skipped, tr("the Live panel forwards ports"));
        finish(tr("It is ready, but does not answer from here: %1").arg(address.error().text()),
               true);
    });
}

void Deployer::open(const Address &address)
{
    m_url = address.url;
    m_panel->setAddress(m_url.toString());
    if (address.door)
        m_live->keepDoor(address.url, address.door);
    const QString url = m_url.toString();
    if (!address.resolves) {
        end(Work::Open, State::Skipped, tr("%1 does not lead there from here").arg(address.host));
        m_panel->setHostsLine(address.hostsLine());
        return finish(tr("It answers, but the name %1 does not lead there from here. Add this line "
                         "to the hosts file, or empty the Ingress's host: %2")
                          .arg(address.host, address.hostsLine()),
                      true);
    }
    const bool isOpen = browse();
    end(Work::Open, isOpen ? State::Done : State::Skipped,
        isOpen ? url : tr("This system opens no browser."));
    const QString seconds = QLocale().toString(double(m_whole.elapsed()) / 1000, 'f', 0);
    QString said = tr("It answers at %1, after %2 seconds.").arg(url, seconds);
    if (address.door)
        said += u' ' + tr("That is open while this program is, or until you end it in the panel "
                          "Live.");
    finish(said, true);
}

/// False: nothing on this system opens it; then there is the address to copy.
bool Deployer::browse()
{
    const bool isOpen = QDesktopServices::openUrl(m_url);
    m_panel->offerCopy(!isOpen);
    return isOpen;
}

void Deployer::emptyHost()
{
    const auto door = std::find_if(m_plan.objects.begin(), m_plan.objects.end(),
                                   [](const ApplyObject &o) { return o.ref.kind == u"Ingress"; });
    const ResourcePtr before =
        door == m_plan.objects.end() ? nullptr : m_document->topology().find(door->resource);
    if (!before)
        return;
    QList<FieldValue> hosts;
    const Path rules(u"spec.rules"_s);
    for (qsizetype i = 0; i < at(before->fields, rules).list().size(); ++i)
        hosts.append({before->id, rules.index(i).key(u"host"_s), Value()});
    m_document->push(setFields(m_document->topology(), hosts, tr("Empty the host")));
    m_panel->setHostsLine({});
    m_panel->setMessage(tr("The Ingress has no host now. Deploy brings it to the cluster."), false);
}

} // namespace chartwright
