// SPDX-License-Identifier: Apache-2.0
#include "cluster/plain_text.h"
#include "deploy/helm_record.h"
#include "panels/changes_view.h"
#include "panels/panel_style.h"
#include "panels/releases_window.h"
#include "panels/revision_view.h"

#include <QCheckBox>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QTreeWidget>

using namespace Qt::StringLiterals;

// What the window on releases shows, and what may be pressed in it.
namespace chartwright {
namespace {

constexpr int NumberRole = Qt::UserRole;

QIcon iconFor(const QString &status, const QPalette &palette)
{
    return status == u"deployed" ? style::acceptedIcon(palette)
           : status == u"failed" ? style::severityIcon(Severity::Error, palette)
           : isPending(status)   ? style::severityIcon(Severity::Warning, palette)
                                 : style::quietIcon(palette);
}

void say(QLabel *label, const QString &text, bool isError)
{
    label->setText(text);
    QPalette palette = label->parentWidget()->palette();
    palette.setColor(QPalette::WindowText, isError ? style::severityColour(Severity::Error, palette)
                                                   : style::muted(palette));
    label->setPalette(palette);
}

bool isSame(const ReleasesWindow::Entry &a, const ReleasesWindow::Entry &b)
{
    return a.release.name == b.release.name && a.release.ns == b.release.ns;
}

} // namespace

void ReleasesWindow::setPlace(const QString &title, bool isProduction)
{
    m_isProduction = isProduction;
    m_place->setText(isProduction ? tr("%1 (production)").arg(title) : title);
    say(m_place, m_place->text(), isProduction);
    if (!isProduction)
        m_place->setPalette({});
    m_place->setVisible(!title.isEmpty());
}

void ReleasesWindow::setState(const QString &text, bool isError)
{
    m_isStateError = isError;
    say(m_state, text, isError);
    m_top->setCurrentIndex(text.isEmpty() ? 0 : 1);
    m_below->setVisible(text.isEmpty());
}

void ReleasesWindow::setMessage(const QString &text, bool isError)
{
    m_isNews = !text.isEmpty() && !m_isRunning;
    m_isError = isError;
    say(m_message, text, isError);
    m_message->setVisible(!text.isEmpty());
}

void ReleasesWindow::dropMessage()
{
    if (!m_isRunning)
        setMessage({}, false);
}

std::optional<ReleasesWindow::Entry> ReleasesWindow::current() const
{
    const QTreeWidgetItem *item = m_list->currentItem();
    const int row = item ? item->data(0, NumberRole).toInt() : -1;
    return row >= 0 && row < m_releases.size() ? std::optional(m_releases[row]) : std::nullopt;
}

int ReleasesWindow::currentRevision() const
{
    const QTreeWidgetItem *item = m_historyList->currentItem();
    return item ? item->data(0, NumberRole).toInt() : 0;
}

void ReleasesWindow::setReleases(const QList<Entry> &releases)
{
    const auto before = current();
    const QSignalBlocker quiet(m_list);
    m_releases = releases;
    showReleases();
    int wanted = 0;
    for (int i = int(m_releases.size()) - 1; i >= 0; --i) {
        if (before ? isSame(m_releases[i], *before) : m_releases[i].isOwn)
            wanted = i;
    }
    m_list->setCurrentItem(m_list->topLevelItem(wanted));
    const auto now = current();
    const bool isAsBefore = before && now && isSame(*before, *now) &&
                            before->release.last.revision == now->release.last.revision &&
                            before->release.last.status == now->release.last.status;
    updateButtons();
    if (!isAsBefore && !m_isNews)
        dropMessage(); // it is of an earlier state
    m_isNews = false;
    if (!isAsBefore)
        choose();
}

void ReleasesWindow::showReleases()
{
    const QTreeWidgetItem *shown = m_list->currentItem();
    const int row = shown ? m_list->indexOfTopLevelItem(const_cast<QTreeWidgetItem *>(shown)) : -1;
    const QSignalBlocker quiet(m_list);
    m_list->clear();
    for (int i = 0; i < m_releases.size(); ++i) {
        const auto &[release, isOwn] = m_releases[i];
        auto *item = new QTreeWidgetItem(m_list);
        item->setData(0, NumberRole, i);
        item->setText(0, isOwn ? tr("%1 (drawn)").arg(release.name) : release.name);
        item->setText(1, release.ns);
        item->setText(2, release.last.chart);
        item->setText(3, QString::number(release.last.revision));
        item->setText(4, release.last.status);
        item->setText(5, momentText(release.last.updated));
        item->setIcon(4, iconFor(release.last.status, palette()));
        QFont font = m_list->font();
        font.setWeight(isOwn ? QFont::DemiBold : QFont::Normal);
        item->setFont(0, font);
        const QString help =
            isOwn ? tr("The release of the open drawing")
                  : tr("Shown only: it is no release of the open drawing. To change it here, open "
                       "its drawing, or adopt it.");
        for (int column = 0; column < m_list->columnCount(); ++column)
            item->setToolTip(column, help);
    }
    m_list->setCurrentItem(m_list->topLevelItem(row));
}

void ReleasesWindow::choose()
{
    m_history.clear();
    showHistory();
    m_revision->setOutput({});
    m_revision->setState({});
    if (current())
        emit releaseChosen();
}

void ReleasesWindow::setHistory(const QList<HelmRevision> &history)
{
    m_history = history;
    {
        const QSignalBlocker quiet(m_historyList);
        showHistory();
        QList<int> revisions;
        for (const HelmRevision &revision : m_history)
            revisions.append(revision.revision);
        m_revision->changes()->setRevisions(revisions);
        m_historyList->setCurrentItem(m_historyList->topLevelItem(0));
    }
    showDescription();
    updateButtons();
    if (currentRevision() > 0)
        emit revisionChosen(currentRevision());
}

/// The last one first.
void ReleasesWindow::showHistory()
{
    const int shown = currentRevision();
    const QSignalBlocker quiet(m_historyList);
    m_historyList->clear();
    for (auto it = m_history.crbegin(); it != m_history.crend(); ++it) {
        auto *item = new QTreeWidgetItem(m_historyList);
        item->setData(0, NumberRole, it->revision);
        item->setText(0, QString::number(it->revision));
        item->setText(1, it->status);
        item->setText(2, momentText(it->updated));
        item->setText(3, it->chart);
        item->setText(4, it->description.simplified());
        item->setIcon(1, iconFor(it->status, palette()));
        item->setToolTip(4, style::toolTip(it->description));
        if (it->revision == shown)
            m_historyList->setCurrentItem(item);
    }
    showPending();
    showDescription();
    updateButtons();
}

/// In full: why one failed takes more than a line.
void ReleasesWindow::showDescription()
{
    const auto it =
        std::find_if(m_history.cbegin(), m_history.cend(),
                     [this](const HelmRevision &r) { return r.revision == currentRevision(); });
    const QString text = it == m_history.cend() ? QString() : it->description.trimmed();
    say(m_description, text, it != m_history.cend() && it->status == u"failed");
    m_description->setVisible(!text.isEmpty());
}

/// What Helm does not say: why it is so, and how to get out of it.
void ReleasesWindow::showPending()
{
    const auto entry = current();
    const bool isPending =
        entry && !m_history.isEmpty() && chartwright::isPending(m_history.last().status);
    m_pending->setVisible(isPending);
    if (!isPending)
        return;
    const HelmRevision &last = m_history.last();
    const bool isLeaving = last.status == u"uninstalling";
    m_way = isLeaving ? 0 : lastDeployed(m_history);
    const QString why =
        tr("%1 since %2. Either a helm is at work on it just now, or one was cut off; then Helm "
           "refuses every upgrade until the release is mended.")
            .arg(last.status, momentText(last.updated));
    const QString how =
        isLeaving   ? tr("If no helm is at work, uninstall it once more.")
        : m_way > 0 ? tr("If no helm is at work, roll it back to revision %1, the last one that "
                         "was deployed.")
                          .arg(m_way)
                    : tr("If no helm is at work, uninstall it: no revision was ever deployed.");
    m_pendingText->setText(why + u' ' + how);
    m_mend->setText(m_way > 0 ? tr("Roll Back to Revision %1…").arg(m_way) : tr("Uninstall…"));
    m_mend->setVisible(entry->isOwn);
}

void ReleasesWindow::setRunning(const QString &text, bool mayCancel)
{
    m_isRunning = !text.isEmpty();
    m_cancel->setVisible(mayCancel);
    m_refresh->setEnabled(!m_isRunning);
    if (m_isRunning)
        setMessage(text, false);
    updateButtons();
}

void ReleasesWindow::updateButtons()
{
    const auto entry = current();
    const bool mayChange = entry && entry->isOwn && !m_isRunning && !m_history.isEmpty();
    const int last = m_history.isEmpty() ? 0 : m_history.last().revision;
    const bool isEarlier = currentRevision() > 0 && currentRevision() != last;
    m_rollback->setEnabled(mayChange && isEarlier);
    m_preview->setEnabled(mayChange && isEarlier);
    m_test->setEnabled(mayChange);
    m_uninstall->setEnabled(mayChange);
    m_mend->setEnabled(mayChange);
    m_uninstall->setVisible(!entry || entry->isOwn);
    m_adopt->setVisible(entry && !entry->isOwn);
    m_adopt->setEnabled(!m_isRunning);
    m_rollback->setToolTip(entry && !entry->isOwn ? tr("It is no release of the open drawing.")
                           : !isEarlier           ? tr("Choose an earlier revision.")
                                        : tr("Make it again what it was then, as a new revision"));
}

} // namespace chartwright
