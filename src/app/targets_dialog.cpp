// SPDX-License-Identifier: Apache-2.0
#include "app/targets_dialog.h"

#include "base/names.h"
#include "cluster/plain_text.h"
#include "panels/panel_style.h"
#include "ui_targets_dialog.h"

#include <QLabel>
#include <QLineEdit>

using namespace Qt::StringLiterals;

namespace chartwright {
namespace {

using State = ClusterConnection::State;
constexpr qsizetype MostShown = 200; // characters of a name

void say(QLabel *label, const QString &text, const QColor &colour)
{
    QPalette palette = label->palette();
    palette.setColor(QPalette::WindowText, colour);
    label->setPalette(palette);
    label->setText(text);
}

} // namespace

TargetsDialog::TargetsDialog(ClusterDesk *desk, QWidget *parent)
    : QDialog(parent), m_desk(desk), m_ui(std::make_unique<Ui::TargetsDialog>()),
      m_first(desk->choice())
{
    m_ui->setupUi(this);
    m_ui->list->setColumnWidth(0, 190);
    m_ui->list->setColumnWidth(1, 210);
    // Words that come and go do not move what the pointer is on.
    m_ui->note->setMinimumHeight(2 * fontMetrics().lineSpacing());
    m_ui->nsNote->setMinimumHeight(fontMetrics().lineSpacing());
    m_ui->release->addItems(desk->releases());
    m_ui->release->setCurrentText(m_first.release);
    connect(m_ui->list, &QTreeWidget::currentItemChanged, this, &TargetsDialog::showCurrent);
    connect(m_ui->list, &QTreeWidget::itemDoubleClicked, this, &TargetsDialog::accept);
    connect(m_ui->ns->lineEdit(), &QLineEdit::textEdited, this, [this] { m_isTyped = true; });
    connect(m_ui->ns, &QComboBox::activated, this, [this] { m_isTyped = true; });
    connect(m_ui->ns, &QComboBox::currentTextChanged, this, &TargetsDialog::showNamespaceNote);
    connect(m_ui->connect, &QPushButton::clicked, this, [this] { ask(current()); });
    connect(m_ui->cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_ui->use, &QPushButton::clicked, this, &TargetsDialog::accept);
    connect(desk, &ClusterDesk::contextsChanged, this, &TargetsDialog::fill);
    fill();
}

TargetsDialog::~TargetsDialog() = default;

QString TargetsDialog::current() const
{
    const QTreeWidgetItem *row = m_ui->list->currentItem();
    return row ? row->data(0, Qt::UserRole).toString() : QString();
}

bool TargetsDialog::isStartable(const QString &context) const
{
    return !context.isEmpty() && !m_desk->isInKubeconfig(context) && m_desk->isMinikube(context);
}

void TargetsDialog::fill()
{
    const QString wanted = current().isEmpty() ? m_first.context : current();
    const QSignalBlocker quiet(m_ui->list);
    m_ui->list->clear();
    const QStringList contexts = m_desk->contexts();
    for (const QString &context : contexts) {
        auto *row = new QTreeWidgetItem(m_ui->list);
        const QString name = shownName(context, MostShown);
        row->setText(0, context == m_desk->currentContext() ? tr("%1 (current)").arg(name) : name);
        row->setToolTip(0, style::toolTip(name));
        row->setData(0, Qt::UserRole, context);
        showState(row);
        if (context == wanted)
            m_ui->list->setCurrentItem(row);
        const auto connection = m_desk->connection(context);
        if (!connection)
            continue;
        connect(connection->get(), &ClusterConnection::changed, m_ui->list, [this, context] {
            for (int i = 0; i < m_ui->list->topLevelItemCount(); ++i) {
                QTreeWidgetItem *other = m_ui->list->topLevelItem(i);
                if (other->data(0, Qt::UserRole).toString() == context)
                    showState(other);
            }
            if (context == current())
                showCurrent();
        });
        if ((*connection)->state() != State::Asking && !m_desk->wouldAsk(context))
            ask(context);
    }
    if (!m_ui->list->currentItem())
        m_ui->list->setCurrentItem(m_ui->list->topLevelItem(0));
    if (const auto &problem = m_desk->problem()) {
        say(m_ui->files, plainText(problem->text()),
            style::severityColour(Severity::Error, palette()));
    } else {
        say(m_ui->files,
            contexts.isEmpty() ? tr("There is no kubeconfig with a context: %1 is looked for. "
                                    "Minikube writes one when it starts; so do the tools of other "
                                    "clusters.")
                                     .arg(m_desk->fileNames())
                               : tr("From %1").arg(m_desk->fileNames()),
            style::muted(palette()));
    }
    showCurrent();
}

void TargetsDialog::ask(const QString &context)
{
    if (const auto connection = m_desk->connection(context))
        (*connection)->ask();
}

void TargetsDialog::showState(QTreeWidgetItem *row)
{
    const QString context = row->data(0, Qt::UserRole).toString();
    const auto connection = m_desk->connection(context);
    if (isStartable(context)) {
        row->setText(1, tr("Minikube"));
        row->setText(2, tr("Stopped: deploying starts it"));
        row->setIcon(2, style::quietIcon(palette()));
        return;
    }
    if (!connection) {
        row->setText(2, tr("Cannot be used"));
        row->setIcon(2, style::severityIcon(Severity::Error, palette()));
        return;
    }
    const QString server = displayUrl((*connection)->target().server.toString());
    row->setText(1, server);
    row->setToolTip(1, style::toolTip(server));
    switch ((*connection)->state()) {
    case State::Unknown:
        row->setText(2, m_desk->wouldAsk(context) ? tr("Asks for a login") : tr("Not asked yet"));
        row->setIcon(2, {});
        break;
    case State::Asking:
        row->setText(2, tr("Asking…"));
        row->setIcon(2, {});
        break;
    case State::Reachable:
        row->setText(2, tr("Ready, %1").arg((*connection)->version()));
        row->setIcon(2, style::acceptedIcon(palette()));
        break;
    case State::Failed:
        row->setText(2, (*connection)->failure().kind == ApiFailure::Kind::Login
                            ? tr("Login refused")
                            : tr("Not reachable"));
        row->setIcon(2, style::severityIcon(Severity::Error, palette()));
        break;
    }
}

void TargetsDialog::showCurrent()
{
    const QString context = current();
    const auto connection = context.isEmpty() ? Result<ClusterDesk::ConnectionPtr>(nullptr)
                                              : m_desk->connection(context);
    const bool isUsable = connection && *connection;
    m_ui->connect->setEnabled(isUsable);
    m_ui->production->setEnabled(isUsable);
    if (std::exchange(m_shown, context) != context) // a tick stays until another is looked at
        m_ui->production->setChecked(isUsable && m_desk->isProduction(context));
    QString note;
    const bool isBad = !isStartable(context) &&
                       (!connection || (isUsable && (*connection)->state() == State::Failed));
    if (isStartable(context))
        note = tr("A profile of Minikube. Deploy starts it, builds the images and opens the page.");
    else if (!connection)
        note = plainText(connection.error().text());
    else if (isBad)
        note = (*connection)->failure().error.text();
    else if (isUsable && (*connection)->state() == State::Unknown && m_desk->wouldAsk(context))
        note = tr("Its login runs a program that you have not allowed yet. Ask Again shows which.");
    say(m_ui->note, note,
        isBad ? style::severityColour(Severity::Error, palette()) : style::muted(palette()));
    showNamespaces();
}

void TargetsDialog::showNamespaces()
{
    const QString typed = m_ui->ns->currentText();
    const QString context = current();
    const QSignalBlocker quiet(m_ui->ns);
    m_ui->ns->clear();
    const auto connection = m_desk->connection(context);
    if (connection || isStartable(context)) {
        if (connection && (*connection)->namespaces())
            m_ui->ns->addItems(*(*connection)->namespaces());
        const QString own = context == m_first.context
                                ? m_first.ns
                                : m_desk->namespaceOf(context, m_ui->release->currentText());
        m_ui->ns->setCurrentText(m_isTyped ? typed : own);
    }
    showNamespaceNote();
}

void TargetsDialog::showNamespaceNote()
{
    const QString ns = m_ui->ns->currentText();
    const auto connection = m_desk->connection(current());
    const bool isUsable = connection || isStartable(current());
    QString note;
    if (current().isEmpty() || !isUsable)
        note.clear(); // nothing can be said of it
    else if (!names::isDnsLabel(ns))
        note = tr("Small letters, digits and “-”, at most 63.");
    else if (connection && (*connection)->namespaces() &&
             !(*connection)->namespaces()->contains(ns))
        note = tr("It is not there yet. Applying can make it.");
    m_ui->ns->setEnabled(isUsable);
    say(m_ui->nsNote, note,
        names::isDnsLabel(ns) ? style::muted(palette())
                              : style::severityColour(Severity::Error, palette()));
    m_ui->use->setEnabled(!current().isEmpty() && isUsable && names::isDnsLabel(ns));
}

void TargetsDialog::accept()
{
    if (!m_ui->use->isEnabled())
        return;
    m_desk->setProduction(current(), m_ui->production->isChecked());
    // What was left as it follows from the drawing goes on following it.
    const QString ns = m_isTyped                      ? m_ui->ns->currentText()
                       : current() == m_first.context ? m_desk->chosen().ns
                                                      : QString();
    m_desk->choose({current(), ns, m_ui->release->currentText()});
    QDialog::accept();
}

} // namespace chartwright
