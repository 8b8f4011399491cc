// SPDX-License-Identifier: Apache-2.0
#include "app/apply_dialog.h"

#include "cluster/kind_definition.h"
#include "cluster/plain_text.h"
#include "panels/panel_style.h"
#include "ui_apply_dialog.h"

#include <QPushButton>

using namespace Qt::StringLiterals;

namespace chartwright {

ApplyDialog::ApplyDialog(const ApplyQuestion &question, QWidget *parent)
    : QDialog(parent), m_question(question), m_ui(std::make_unique<Ui::ApplyDialog>())
{
    m_ui->setupUi(this);
    describe();
    listDeletions();
    m_ui->confirmLabel->setVisible(question.isProduction);
    m_ui->confirm->setVisible(question.isProduction);
    m_ui->confirmLabel->setText(
        tr("This is a production cluster. Type its name to go on: %1").arg(question.context));
    connect(m_ui->cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_ui->go, &QPushButton::clicked, this, &QDialog::accept);
    connect(m_ui->confirm, &QLineEdit::textChanged, this, &ApplyDialog::updateGo);
    for (QCheckBox *box : {m_ui->createNamespace, m_ui->fromHelm, m_ui->prune, m_ui->secrets})
        connect(box, &QCheckBox::toggled, this, &ApplyDialog::updateGo);
    connect(m_ui->list, &QListWidget::itemChanged, this, &ApplyDialog::updateGo);
    if ((question.isDeletion || question.isUninstall) &&
        !question.isProduction) { // Enter loses nothing
        m_ui->go->setDefault(false);
        m_ui->cancel->setDefault(true);
        m_ui->cancel->setFocus();
    }
    updateGo();
}

ApplyDialog::~ApplyDialog() = default;

void ApplyDialog::describe()
{
    const ApplyQuestion &q = m_question;
    const auto offer = [](QCheckBox *box, bool isThere, bool isOn, const QString &text) {
        box->setVisible(isThere);
        box->setChecked(isThere && isOn);
        box->setText(text);
    };
    if (q.isDeletion) {
        setWindowTitle(tr("Delete a Release"));
        m_ui->text->setText(tr("Delete the release %1 from the namespace %2 of %3?")
                                .arg(q.release, q.ns, q.context));
        m_ui->details->setText(tr("%n object(s) that Chartwright made. The namespace stays.",
                                  nullptr, int(q.deletions.size())));
        m_ui->go->setText(tr("&Delete"));
    } else if (q.isUninstall) {
        setWindowTitle(tr("Uninstall a Release"));
        m_ui->text->setText(
            tr("Uninstall %1 from the namespace %2 of %3?").arg(q.release, q.ns, q.context));
        m_ui->details->setText(
            tr("Helm deletes what it installed, and its history: there is no way back. Secrets "
               "that Chartwright brought stay, and so does the namespace.") +
            (q.effect.isEmpty() ? QString() : u"\n\n"_s + q.effect));
        m_ui->go->setText(tr("&Uninstall"));
    } else if (q.rollbackTo > 0) {
        setWindowTitle(tr("Roll Back a Release"));
        m_ui->text->setText(tr("Roll %1 in the namespace %2 of %3 back to revision %4?")
                                .arg(q.release, q.ns, q.context)
                                .arg(q.rollbackTo));
        m_ui->details->setText(
            tr("It becomes revision %1. Values of Secrets that Chartwright brought stay as they "
               "are.")
                .arg(q.revision + 1) +
            u"\n\n"_s + q.effect);
        m_ui->go->setText(tr("&Roll Back"));
    } else if (isUpgrade()) {
        setWindowTitle(tr("Deploy with Helm"));
        m_ui->text->setText(
            q.revision == 0
                ? tr("Install %1 in the namespace %2 of %3?").arg(q.release, q.ns, q.context)
                : tr("Upgrade %1 in the namespace %2 of %3?").arg(q.release, q.ns, q.context));
        m_ui->details->setText(upgradeText());
        m_ui->go->setText(q.revision == 0 ? tr("&Install") : tr("&Upgrade"));
    } else {
        setWindowTitle(tr("Apply to a Cluster"));
        m_ui->text->setText(
            tr("Apply %1 to the namespace %2 of %3?").arg(q.release, q.ns, q.context));
        QString details = q.created + q.changed == 0
                              ? tr("All objects are there already, as they are drawn.")
                              : tr("New: %1. Changed: %2.").arg(q.created).arg(q.changed);
        if (!q.helmRelease.isEmpty())
            details += u' ' + tr("Helm manages them: only one of the two can.");
        m_ui->details->setText(details);
        m_ui->go->setText(tr("&Apply"));
    }
    const QString secrets =
        q.isDeletion ? tr("Delete the Secrets too: %1. Their values stay in the keychain.")
                     : tr("Bring the values of %1 from the keychain");
    offer(m_ui->secrets, !q.secrets.isEmpty(), !q.isDeletion, secrets.arg(q.secrets.join(u", "_s)));
    offer(m_ui->takeOthers, isUpgrade() && q.takesFromOthers, q.takesFromOthers,
          tr("&Take fields and objects that others have"));
    offer(m_ui->createNamespace, q.needsNamespace, true,
          tr("Make the namespace %1, which is not there").arg(q.ns));
    offer(m_ui->fromHelm, !q.helmRelease.isEmpty(), false,
          tr("Take it over from Helm: Helm forgets its release %1")
              .arg(shownName(q.helmRelease).replace(u'&', u"&&"_s)));
    offer(m_ui->prune, !q.isDeletion && !isUpgrade() && !q.deletions.isEmpty(), false,
          tr("Delete what is no longer drawn:"));
}

bool ApplyDialog::isUpgrade() const
{
    const ApplyQuestion &q = m_question;
    return !q.helmVersion.isEmpty() && !q.isUninstall && q.rollbackTo == 0;
}

QString ApplyDialog::upgradeText() const
{
    const ApplyQuestion &q = m_question;
    QStringList out{
        q.revision == 0
            ? tr("As a new release of Helm %1.").arg(q.helmVersion)
            : tr("By Helm %1; the last revision is %2.").arg(q.helmVersion).arg(q.revision)};
    if (q.isNeedless)
        out.append(tr("It is as drawn: only Secrets are brought, and no revision is made."));
    else
        out.append(tr("New: %1. Changed: %2.").arg(q.created).arg(q.changed));
    QStringList gone;
    for (const ObjectRef &ref : q.deletions)
        gone.append(plainText(displayName(ref)));
    if (!gone.isEmpty())
        out.append(tr("Helm deletes what is no longer drawn: %1.").arg(gone.join(u", "_s)));
    return out.join(u' ');
}

void ApplyDialog::listDeletions()
{
    if (isUpgrade()) { // Helm deletes them unasked; they are named
        m_ui->list->hide();
        return m_ui->definitions->hide();
    }
    // What has to be looked at stands first.
    const auto first =
        std::stable_partition(m_question.deletions.begin(), m_question.deletions.end(),
                              [](const ObjectRef &ref) { return isDefinition(ref); });
    for (const ObjectRef &ref : std::as_const(m_question.deletions)) {
        auto *item = new QListWidgetItem(plainText(displayName(ref)), m_ui->list);
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsUserCheckable);
        item->setCheckState(isDefinition(ref) ? Qt::Unchecked : Qt::Checked);
        item->setToolTip(style::toolTip(item->text()));
    }
    constexpr int MostRows = 6;
    const int rows = std::min(m_ui->list->count(), MostRows);
    m_ui->list->setFixedHeight(rows * m_ui->list->sizeHintForRow(0) + 2 * m_ui->list->frameWidth());
    m_ui->list->setVisible(rows > 0);
    m_ui->definitions->setVisible(first != m_question.deletions.begin());
}

void ApplyDialog::updateGo()
{
    const ApplyQuestion &q = m_question;
    m_ui->list->setEnabled(q.isDeletion || m_ui->prune->isChecked());
    const bool isAnything = !q.isDeletion || m_ui->secrets->isChecked() || !deletions().isEmpty();
    m_ui->go->setEnabled(isAnything && (!q.isProduction || m_ui->confirm->text() == q.context) &&
                         (!q.needsNamespace || m_ui->createNamespace->isChecked()) &&
                         (q.helmRelease.isEmpty() || m_ui->fromHelm->isChecked()));
}

ApplyAnswer ApplyDialog::answer() const
{
    return {m_ui->createNamespace->isChecked(), m_ui->secrets->isChecked(),
            m_ui->fromHelm->isChecked(), m_ui->takeOthers->isChecked(), deletions()};
}

/// Those that are ticked.
QList<ObjectRef> ApplyDialog::deletions() const
{
    QList<ObjectRef> out;
    for (int i = 0; m_ui->list->isEnabled() && i < m_ui->list->count(); ++i) {
        if (m_ui->list->item(i)->checkState() == Qt::Checked)
            out.append(m_question.deletions[i]);
    }
    // … and goes last: with it go all objects of its kind.
    std::stable_partition(out.begin(), out.end(),
                          [](const ObjectRef &ref) { return !isDefinition(ref); });
    return out;
}

} // namespace chartwright
