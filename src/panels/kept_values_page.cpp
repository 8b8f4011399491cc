// SPDX-License-Identifier: Apache-2.0
#include "panels/kept_values_page.h"

#include "base/on_worker.h"
#include "panels/forget_dialog.h"
#include "panels/panel_style.h"
#include "panels/secret_dialog.h"
#include "secrets/value_states.h"
#include "ui_kept_values_page.h"

#include <QShortcut>

namespace chartwright {
namespace {

QString cautionFor(ValueUse use)
{
    switch (use) {
    case ValueUse::Open:
        return KeptValuesPage::tr("The open drawing uses it.");
    case ValueUse::Elsewhere:
        return KeptValuesPage::tr("Another drawing uses it.");
    case ValueUse::Undo:
        return KeptValuesPage::tr("Undo could still bring it back.");
    case ValueUse::Unreadable:
        return KeptValuesPage::tr("A drawing that cannot be read now may use it.");
    case ValueUse::Gone:
        return KeptValuesPage::tr("The drawing's file is gone. One that was only moved still "
                                  "needs its value.");
    case ValueUse::None:
        break;
    }
    return {};
}

QString cautionFor(ValueUse use, int n)
{
    switch (use) {
    case ValueUse::Open:
        return KeptValuesPage::tr("The open drawing uses %n of them.", nullptr, n);
    case ValueUse::Elsewhere:
        return KeptValuesPage::tr("Other drawings use %n of them.", nullptr, n);
    case ValueUse::Undo:
        return KeptValuesPage::tr("Undo could still bring %n of them back.", nullptr, n);
    case ValueUse::Unreadable:
        return KeptValuesPage::tr("A drawing that cannot be read now may use %n of them.", nullptr,
                                  n);
    case ValueUse::Gone:
        return KeptValuesPage::tr("The files of the drawings of %n of them are gone. One that was "
                                  "only moved still needs its values.",
                                  nullptr, n);
    case ValueUse::None:
        break;
    }
    return {};
}

/// Who would miss these, in sentences.
QStringList cautionsFor(const QList<SurveyedValue> &values)
{
    QMap<ValueUse, QSet<QString>> ids;
    QSet<QString> all;
    for (const SurveyedValue &value : values) {
        ids[value.use].insert(value.entry.id);
        all.insert(value.entry.id);
    }
    QStringList out;
    for (auto it = ids.cbegin(); it != ids.cend(); ++it)
        out.append(all.size() == 1 ? cautionFor(it.key()) : cautionFor(it.key(), int(it->size())));
    out.removeAll(QString());
    return out;
}

} // namespace

KeptValuesPage::KeptValuesPage(ValueKeeper *keeper, Open open, QWidget *parent)
    : QWidget(parent), m_ui(std::make_unique<Ui::KeptValuesPage>()), m_keeper(keeper),
      m_open(std::move(open)), m_states(new ValueStates(keeper->vault(), this)),
      m_model(new KeptValuesModel(this))
{
    m_ui->setupUi(this);
    m_ui->values->setModel(m_model);
    m_ui->empty->setForegroundRole(QPalette::PlaceholderText);
    QHeaderView *header = m_ui->values->header();
    header->setStretchLastSection(false);
    header->setSectionResizeMode(QHeaderView::ResizeToContents);
    header->setSectionResizeMode(KeptValuesModel::Name, QHeaderView::Stretch);
    auto *remove = new QShortcut(QKeySequence(QKeySequence::Delete), m_ui->values);
    remove->setContext(Qt::WidgetShortcut);
    const auto askSelected = [this] {
        ask(m_model->valuesAt(m_ui->values->selectionModel()->selectedRows()));
    };
    connect(remove, &QShortcut::activated, this, askSelected);
    connect(m_ui->forget, &QPushButton::clicked, this, askSelected);
    connect(m_ui->forgetUnused, &QPushButton::clicked, this, [this] {
        QList<SurveyedValue> unused = m_values;
        unused.removeIf([](const SurveyedValue &value) { return !isOrphan(value.use); });
        ask(unused);
    });
    connect(m_ui->unlock, &QPushButton::clicked, this, &KeptValuesPage::unlock);
    connect(m_ui->onlyUnused, &QCheckBox::toggled, this, &KeptValuesPage::fill);
    connect(m_ui->values->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &KeptValuesPage::refresh);
    const auto fold = [this](bool folded) {
        return [this, folded](const QModelIndex &index) {
            const QString document = m_model->document(index).value_or(QString());
            if (folded)
                m_folded.insert(document);
            else
                m_folded.remove(document);
        };
    };
    connect(m_ui->values, &QTreeView::collapsed, this, fold(true));
    connect(m_ui->values, &QTreeView::expanded, this, fold(false));
    m_later.setSingleShot(true);
    connect(&m_later, &QTimer::timeout, this, &KeptValuesPage::look);
    connect(keeper, &ValueKeeper::indexChanged, this, &KeptValuesPage::lookSoon);
    connect(m_states, &ValueStates::changed, this, &KeptValuesPage::refresh);
    refresh();
}

KeptValuesPage::~KeptValuesPage() = default;

bool KeptValuesPage::event(QEvent *event)
{
    // When the window is active again the command line may have been at work.
    if (event->type() == QEvent::Show || event->type() == QEvent::WindowActivate)
        lookSoon();
    return QWidget::event(event);
}

/// Each look reads every drawing: not while nobody sees it, nor after each of many that are
/// forgotten.
void KeptValuesPage::lookSoon()
{
    if (isVisible() && m_forgetting.isEmpty())
        m_later.start(0);
}

void KeptValuesPage::look()
{
    const int turn = ++m_turn;
    // Without any value nothing else asks whether there could be one.
    m_keeper->vault()->check(this, [this](const VaultResult<void> &usable) {
        const bool isLocked = !usable && usable.error().trouble == Trouble::Locked;
        m_noKeychain = usable || isLocked ? std::nullopt : std::optional(usable.error().error);
        refresh();
    });
    m_keeper->list(this, [this, turn](const Result<QList<IndexEntry>> &entries) {
        m_listError = entries ? std::nullopt : std::optional(entries.error());
        if (!entries)
            return take({});
        onWorker(
            this, [entries = *entries, open = m_open()] { return surveyValues(entries, open); },
            [this, turn](const QList<SurveyedValue> &values) {
                if (turn == m_turn)
                    take(values);
            });
    });
}

void KeptValuesPage::take(const QList<SurveyedValue> &values)
{
    const bool isFirst = !std::exchange(m_isKnown, true);
    QSet<QString> ids;
    for (const SurveyedValue &value : values)
        ids.insert(value.entry.id);
    m_states->watch(ids);
    if (std::exchange(m_values, values) != values || isFirst)
        fill();
    else
        refresh();
}

void KeptValuesPage::fill()
{
    auto *selection = m_ui->values->selectionModel();
    const QList<SurveyedValue> selected = m_model->valuesAt(selection->selectedRows());
    QList<SurveyedValue> shown = m_values;
    if (m_ui->onlyUnused->isChecked())
        shown.removeIf([](const SurveyedValue &value) { return !isOrphan(value.use); });
    m_model->setValues(shown);
    for (int row = 0; row < m_model->rowCount(); ++row) {
        const QModelIndex document = m_model->index(row, 0);
        m_ui->values->setFirstColumnSpanned(row, {}, true);
        m_ui->values->setExpanded(document, !m_folded.contains(*m_model->document(document)));
    }
    for (const SurveyedValue &value : selected) {
        if (const QModelIndex index = m_model->indexOf(value); index.isValid())
            selection->select(index, QItemSelectionModel::Select | QItemSelectionModel::Rows);
    }
    refresh();
}

void KeptValuesPage::refresh()
{
    QSet<QString> missing;
    bool locked = false, unused = false;
    for (const SurveyedValue &value : std::as_const(m_values)) {
        const std::optional<Keeping> now = m_states->state(value.entry.id);
        if (now == Keeping::Missing)
            missing.insert(value.entry.id);
        locked = locked || now == Keeping::Locked || now == Keeping::Unknown;
        unused = unused || isOrphan(value.use);
    }
    m_model->setMissing(missing);
    QString note = troubleNow();
    if (note.isEmpty() && locked)
        note = tr("The keychain is locked. A value can be forgotten when it is open.");
    m_ui->note->setText(note);
    QPalette colours = palette();
    if (m_forgetting.isEmpty())
        colours.setColor(QPalette::WindowText, style::severityColour(Severity::Warning, palette()));
    m_ui->note->setPalette(colours);
    m_ui->note->setVisible(!note.isEmpty());
    m_ui->unlock->setVisible(locked);
    m_ui->unlock->setEnabled(!m_unlocking.isRunning());
    const bool busy = !m_forgetting.isEmpty();
    m_ui->forget->setEnabled(!busy && m_ui->values->selectionModel()->hasSelection());
    m_ui->forgetUnused->setEnabled(!busy && unused);
    m_ui->onlyUnused->setEnabled(!m_values.isEmpty());
    m_ui->empty->setText(!m_isKnown                           ? tr("Looking…")
                         : m_listError                        ? sentence(*m_listError)
                         : m_values.isEmpty() && m_noKeychain ? sentence(*m_noKeychain)
                         : m_values.isEmpty()
                             ? tr("No value is in the keychain yet. Select a Secret in a drawing "
                                  "and press \"Set…\" beside a key, or import a .env file.")
                             : tr("Every value is in use."));
    m_ui->pages->setCurrentWidget(m_model->rowCount() > 0 ? static_cast<QWidget *>(m_ui->values)
                                                          : m_ui->empty);
}

QString KeptValuesPage::troubleNow() const
{
    if (!m_forgetting.isEmpty())
        return tr("Taking %n value(s) out of the keychain…", nullptr, int(m_forgetting.size()));
    if (m_failure)
        return sentence(*m_failure);
    return m_states->trouble() ? sentence(m_states->trouble()->error) : QString();
}

void KeptValuesPage::ask(const QList<SurveyedValue> &values)
{
    if (values.isEmpty() || !m_forgetting.isEmpty())
        return;
    QStringList names, ids;
    for (const SurveyedValue &value : values) {
        if (ids.contains(value.entry.id)) // of a folder that was copied
            continue;
        ids.append(value.entry.id);
        names.append(ForgetDialog::nameOf(value.entry.secret, value.entry.key));
    }
    auto *dialog = new ForgetDialog(names, cautionsFor(values), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, ids] {
        m_failure.reset();
        m_forgetting = ids;
        forgetNext();
    });
    dialog->open();
}

void KeptValuesPage::forgetNext()
{
    refresh();
    if (m_forgetting.isEmpty())
        return lookSoon();
    m_keeper->forget(m_forgetting.constFirst(), this, [this](const VaultResult<void> &forgotten) {
        if (forgotten) {
            m_forgetting.removeFirst();
        } else {
            m_failure = forgotten.error().error;
            m_forgetting.clear();
        }
        forgetNext();
    });
}

void KeptValuesPage::unlock()
{
    m_failure.reset();
    m_unlocking = m_keeper->vault()->unlock(this, [this](const VaultResult<void> &unlocked) {
        m_unlocking = {};
        if (!unlocked)
            m_failure = unlocked.error().error;
        refresh();
    });
    refresh();
}

} // namespace chartwright
