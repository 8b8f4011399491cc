// SPDX-License-Identifier: Apache-2.0
#include "panels/env_import_dialog.h"

#include "base/value_id.h"
#include "checks/name_problem.h"
#include "kinds/kept_values.h"
#include "model/edits.h"
#include "panels/keep_values_dialog.h"
#include "panels/panel_style.h"
#include "panels/revealed_value.h"
#include "ui_env_import_dialog.h"

#include <QPushButton>

namespace chartwright {
namespace {

constexpr qsizetype MostProblems = 5;

const QString SecretKind = QStringLiteral("Secret"), ConfigKind = QStringLiteral("ConfigMap");

bool isReference(const Value &value) { return value.asRef() || value.asText(); }

} // namespace

EnvImportDialog::EnvImportDialog(EnvFile file, const QString &fileName, const Topology &topology,
                                 const QString &document, const ResourceId &preferred,
                                 ValueKeeper *keeper, QWidget *parent)
    : QDialog(parent), m_ui(std::make_unique<Ui::EnvImportDialog>()), m_file(std::move(file)),
      m_topology(topology), m_document(document), m_keeper(keeper),
      m_keys(new EnvKeysModel(m_file, this))
{
    m_ui->setupUi(this);
    m_result.source = fileName;
    m_ui->name->setText(tr("%1: %n key(s)", nullptr, m_keys->rowCount()).arg(fileName));
    m_ui->keys->setModel(m_keys);
    QHeaderView *header = m_ui->keys->horizontalHeader();
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->setMinimumSectionSize(90);
    header->setSectionResizeMode(QHeaderView::ResizeToContents);
    header->setSectionResizeMode(EnvKeysModel::Note, QHeaderView::Stretch);
    m_ui->keys->verticalHeader()->setDefaultSectionSize(style::RowHeight);
    if (style::isDark(palette())) {
        // Fusion draws the frame of a tick darker than the window, which nobody sees there.
        QPalette colours = m_ui->keys->palette();
        colours.setColor(QPalette::Window, style::muted(palette()));
        m_ui->keys->setPalette(colours);
    }
    m_shown = new RevealedValue(m_ui->shownPlace);
    m_shown->setObjectName(QStringLiteral("value"));
    m_ui->shownLayout->addWidget(m_shown);
    m_ui->buttons->button(QDialogButtonBox::Ok)->setText(tr("Import"));
    fillTargets(m_ui->secret, SecretKind, preferred);
    fillTargets(m_ui->config, ConfigKind, preferred);
    tickAsDrawn();
    showProblems();

    connect(m_ui->show, &QPushButton::clicked, this, &EnvImportDialog::showValue);
    connect(m_shown, &RevealedValue::toggled, this, [this](bool shown) {
        m_ui->show->setText(shown ? tr("Hide &Value") : tr("Show &Value"));
    });
    connect(m_ui->keys->selectionModel(), &QItemSelectionModel::currentRowChanged, m_shown,
            &QWidget::hide);
    connect(m_keys, &EnvKeysModel::usesChanged, this, &EnvImportDialog::refresh);
    for (QComboBox *combo : {m_ui->secret, m_ui->config})
        connect(combo, &QComboBox::currentTextChanged, this, &EnvImportDialog::refresh);
    m_ui->keys->setCurrentIndex(m_keys->index(0, EnvKeysModel::Secret));
    m_ui->keys->setFocus();
    refresh();
}

EnvImportDialog::~EnvImportDialog() = default;

void EnvImportDialog::fillTargets(QComboBox *combo, const QString &kind,
                                  const ResourceId &preferred)
{
    const QSignalBlocker quiet(combo);
    for (const ResourcePtr &r : m_topology.ofKind(kind)) {
        if (takesAnyKey(*r))
            combo->addItem(r->name, r->id.text);
    }
    const KindSpec *spec = m_topology.kinds().find(kind);
    const QString fresh = m_topology.freeName(kind, spec ? spec->defaultName : kind.toLower());
    if (combo->count() == 0)
        combo->setEditText(fresh);
    else
        combo->setCurrentIndex(std::max(0, combo->findData(preferred.text)));
}

/// Where the drawing has a key already, it says what the key is.
void EnvImportDialog::tickAsDrawn()
{
    for (int row = 0; row < m_keys->rowCount(); ++row) {
        const QString &key = m_file.entries[size_t(row)].key;
        const Value &setting = dataOf(m_ui->config, ConfigKind)[key];
        if (m_keys->use(row) != Use::Configuration)
            continue;
        if (dataOf(m_ui->secret, SecretKind).map().contains(key))
            m_keys->setUse(row, Use::Secret);
        else if (isReference(setting)) // a wire that somebody drew
            m_keys->setUse(row, Use::None);
    }
}

void EnvImportDialog::showProblems()
{
    QStringList lines;
    for (const EnvProblem &problem : std::as_const(m_file.problems)) {
        if (lines.size() == MostProblems)
            break;
        lines.append(tr("Line %1: %2.").arg(problem.line).arg(problem.message));
    }
    if (const qsizetype more = m_file.problems.size() - lines.size(); more > 0)
        lines.append(tr("%n more line(s)", nullptr, int(more)));
    m_ui->problems->setText(lines.join(u'\n'));
    m_ui->problems->setVisible(!lines.isEmpty());
    QPalette colours = m_ui->problems->palette();
    colours.setColor(QPalette::WindowText, style::severityColour(Severity::Warning, palette()));
    m_ui->problems->setPalette(colours);
}

EnvTarget EnvImportDialog::target(const QComboBox *combo, const QString &kind) const
{
    const QString name = combo->currentText().trimmed();
    if (const ResourcePtr found = m_topology.findByName(kind, name))
        return {found->id, name, {}};
    return {{}, name, {}};
}

const Value &EnvImportDialog::dataOf(const QComboBox *combo, const QString &kind) const
{
    static const Value none;
    const ResourcePtr found = m_topology.find(target(combo, kind).id);
    return found ? found->fields[u"data"] : none;
}

void EnvImportDialog::showValue()
{
    const int row = m_ui->keys->currentIndex().row();
    if (!m_shown->isHidden() || row < 0)
        m_shown->hide();
    else
        m_shown->reveal(m_file.entries[size_t(row)].value.clone());
}

void EnvImportDialog::refresh()
{
    updateNotes();
    QStringList problems{
        updateTarget(m_ui->secret, SecretKind, m_ui->secretHint, Use::Secret),
        updateTarget(m_ui->config, ConfigKind, m_ui->configHint, Use::Configuration)};
    problems.removeAll(QString());
    m_ui->note->setText(problems.join(u'\n'));
    m_ui->note->setVisible(!problems.isEmpty());
    const bool any = m_keys->count(Use::None) < m_keys->rowCount();
    m_ui->buttons->button(QDialogButtonBox::Ok)
        ->setEnabled(any && problems.isEmpty() && !m_keeping);
    m_ui->show->setEnabled(m_keys->rowCount() > 0);
}

/// Says in `hint` what happens to a Secret or ConfigMap; gives what is wrong with its name.
QString EnvImportDialog::updateTarget(const QComboBox *combo, const QString &kind, QLabel *hint,
                                      Use use) const
{
    const EnvTarget to = target(combo, kind);
    const int count = m_keys->count(use);
    if (count == 0)
        hint->setText(tr("nothing goes there"));
    else if (to.id.text.isEmpty())
        hint->setText(tr("new, with %n key(s)", nullptr, count));
    else
        hint->setText(tr("gets %n key(s)", nullptr, count));
    if (count == 0 || !to.id.text.isEmpty())
        return {};
    Resource fresh;
    fresh.kind = kind;
    return nameProblem(m_topology, fresh, to.name);
}

void EnvImportDialog::updateNotes()
{
    const Value &secret = dataOf(m_ui->secret, SecretKind);
    const Value &config = dataOf(m_ui->config, ConfigKind);
    QStringList asSecret, asSetting;
    for (const EnvEntry &entry : m_file.entries) {
        asSecret.append(entry.value.isEmpty() ? tr("is empty: its value stays missing")
                        : !secret[entry.key][u"value"].isEmpty() ? tr("replaces the value there")
                                                                 : QString());
        const Value &there = config[entry.key];
        QString text = QString::fromUtf8(entry.value.view());
        asSetting.append(there.isNull()               ? QString()
                         : isReference(there)         ? tr("would replace an address that is drawn")
                         : there.scalarText() == text ? tr("is there already")
                                                      : tr("replaces the value there"));
        wipe(text);
    }
    m_keys->setNotes(asSecret, asSetting);
}

void EnvImportDialog::accept()
{
    m_shown->hide();
    m_result.secret = target(m_ui->secret, SecretKind);
    m_result.config = target(m_ui->config, ConfigKind);
    m_result.secrets.clear();
    m_result.settings.clear();
    std::vector<ValueToKeep> values;
    for (int row = 0; row < m_keys->rowCount(); ++row) {
        const EnvEntry &entry = m_file.entries[size_t(row)];
        if (m_keys->use(row) == Use::Configuration)
            m_result.settings.append({entry.key, QString::fromUtf8(entry.value.view())});
        if (m_keys->use(row) != Use::Secret)
            continue;
        // A new id, also for a key that has one: what it stood for comes back with undo.
        const QString id = entry.value.isEmpty() ? QString() : newValueId();
        m_result.secrets.append({entry.key, id});
        if (!id.isEmpty())
            values.push_back(
                {{id, m_document, m_result.secret.name, entry.key, {}, {}}, entry.value.clone()});
    }
    if (values.empty())
        return QDialog::accept();
    auto *keeping = new KeepValuesDialog(m_keeper, std::move(values), this);
    m_keeping = keeping;
    connect(keeping, &QDialog::accepted, this, [this] { QDialog::accept(); });
    connect(keeping, &QDialog::rejected, this, [this] {
        m_keeping.clear();
        refresh();
    });
    keeping->begin();
    refresh();
}

void EnvImportDialog::done(int result)
{
    // It shows itself a moment later, so that this one can be left before.
    if (result != Accepted)
        delete m_keeping;
    m_shown->hide();
    QDialog::done(result);
}

} // namespace chartwright
