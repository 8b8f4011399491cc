// SPDX-License-Identifier: Apache-2.0
#include "panels/overrides_editor.h"

#include "panels/key_editor.h"
#include "panels/line_editor.h"
#include "panels/message_list.h"
#include "panels/panel_style.h"
#include "tree/scalar_rules.h"

#include <QCompleter>
#include <QHBoxLayout>
#include <QLabel>
#include <QStringListModel>
#include <QToolButton>

namespace chartwright {

OverridesEditor::OverridesEditor(const FieldSpec &spec, EditContext *context, QWidget *parent)
    : FieldEditor(spec, context, parent), m_widget(new QWidget(parent)),
      m_layout(new QVBoxLayout(m_widget)), m_note(new QLabel(m_widget)),
      m_new(new NewKeyEdit(m_widget))
{
    m_layout->setContentsMargins(0, 2, 0, 4);
    m_layout->setSpacing(3);
    m_note->setTextFormat(Qt::PlainText);
    m_note->setWordWrap(true);
    m_note->setForegroundRole(QPalette::PlaceholderText);
    m_layout->addWidget(m_note);
    m_new->setObjectName(QStringLiteral("override:new"));
    m_new->setPlaceholderText(tr("Key in values.yaml, such as backend.replicas"));
    m_layout->addWidget(m_new);
    watch(m_new);
    complete(m_new);
    connect(m_new, &QLineEdit::textEdited, this, [this] { setProblem({}); });
    connect(m_new, &QLineEdit::editingFinished, this, &OverridesEditor::commitNew);
}

QList<Override> OverridesEditor::overrides() const
{
    const ResourcePtr release = context()->resource();
    return release ? overridesOf(*release) : QList<Override>();
}

void OverridesEditor::store(const QList<Override> &list, EditContext::How how)
{
    commit(list.isEmpty() ? Value() : overridesValue(list), how);
}

void OverridesEditor::complete(QLineEdit *edit)
{
    auto *completer = new QCompleter(edit);
    completer->setModel(new QStringListModel(completer));
    completer->setFilterMode(Qt::MatchContains);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    edit->setCompleter(completer);
    connect(edit, &QLineEdit::textEdited, completer, [this, completer] {
        auto *model = static_cast<QStringListModel *>(completer->model());
        if (model->rowCount() > 0)
            return;
        QStringList keys;
        for (const ValuesEntry &entry : valuesEntries(context()->topology())) {
            if (!entry.resource.isEmpty() && targetOf(entry.text()).problem.isEmpty())
                keys.append(entry.text());
        }
        model->setStringList(keys);
    });
}

OverridesEditor::Target OverridesEditor::targetOf(const QString &key) const
{
    const Topology &topology = context()->topology();
    const QString wanted = key.trimmed();
    for (const ResourcePtr &r : topology.ofKind(u"Secret")) {
        const QString data = r->valuesKey + QStringLiteral(".data");
        if (!r->valuesKey.isEmpty() && (wanted == data || wanted.startsWith(data + u'.')))
            return {std::nullopt, tr("The values of a Secret are never kept in a drawing: leave "
                                     "them to the cluster.")};
    }
    for (const ValuesEntry &entry : valuesEntries(topology)) {
        if (entry.text() == wanted || entry.path.join(u'.') == wanted)
            return entry.resource.isEmpty()
                       ? Target{std::nullopt,
                                tr("%1 belongs to the whole chart and is set with --set.")
                                    .arg(wanted)}
                       : Target{entry, {}};
    }
    return {std::nullopt, tr("values.yaml has no key %1").arg(wanted)};
}

Value OverridesEditor::parsed(const Override &o, const QString &text) const
{
    const ResourcePtr of = context()->topology().find(o.resource);
    const KindSpec *kind = of ? context()->topology().kinds().find(of->kind) : nullptr;
    const FieldSpec *field = kind ? fieldAt(kind->fields, o.path) : nullptr;
    if (!field)
        return text.isEmpty() ? Value(QString()) : resolvePlainScalar(text);
    if (field->type == FieldType::Bool && text != u"true" && text != u"false")
        return text;
    const Value value = parseFieldText(*field, text);
    return value.isNull() ? Value(QString()) : value;
}

QString OverridesEditor::problemOf(const Override &o) const
{
    const ResourcePtr of = context()->topology().find(o.resource);
    if (!of)
        return tr("What it was a value of is deleted.");
    const KindSpec *kind = context()->topology().kinds().find(of->kind);
    const FieldSpec *field = kind ? fieldAt(kind->fields, o.path) : nullptr;
    // An entry of a map is a text, not the map.
    return field && layoutOf(*field) != Layout::Block ? fieldProblem(*field, o.value) : QString();
}

void OverridesEditor::addLine()
{
    auto *row = new QWidget(m_widget);
    auto *layout = new QVBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto *line = new QHBoxLayout;
    line->setSpacing(2);
    auto *key = new QLineEdit(row);
    auto *value = new QLineEdit(row);
    watch(key);
    watch(value);
    key->setAccessibleName(tr("Key"));
    value->setAccessibleName(tr("Value"));
    complete(key);
    auto *remove = style::glyphButton(style::Glyph::Remove, tr("Remove"), row);
    line->addWidget(key, 5);
    line->addWidget(value, 3);
    line->addWidget(remove);
    layout->addLayout(line);
    auto *messages = new MessageList(context(), row);
    messages->setIndent(0);
    layout->addWidget(messages);
    m_layout->insertWidget(int(m_lines.size()) + 1, row);
    m_lines.append({row, key, value, messages});
    const auto i = m_lines.size() - 1;
    key->setObjectName(QStringLiteral("override:%1:key").arg(i));
    value->setObjectName(QStringLiteral("override:%1:value").arg(i));
    remove->setObjectName(QStringLiteral("override:%1:remove").arg(i));
    connect(key, &QLineEdit::editingFinished, this, [this, key] { changeKey(key); });
    connect(value, &QLineEdit::textEdited, this,
            [this, value](const QString &text) { changeValue(value, text); });
    connect(remove, &QToolButton::clicked, this, [this, key] {
        QList<Override> list = overrides();
        list.removeAt(lineOf(key));
        store(list, EditContext::How::Step);
    });
    row->show();
}

void OverridesEditor::refresh()
{
    const bool different = isMixed();
    const QList<Override> list = different ? QList<Override>() : overrides();
    m_note->setText(different        ? tr("The selected ones differ: edit them one by one.")
                    : list.isEmpty() ? tr("The release takes the values as they are drawn.")
                                     : QString());
    m_note->setVisible(!m_note->text().isEmpty());
    while (m_lines.size() < list.size())
        addLine();
    while (m_lines.size() > list.size()) {
        m_lines.last().row->hide();
        m_lines.takeLast().row->deleteLater();
    }
    if (list.isEmpty())
        return;
    const Topology &topology = context()->topology();
    const QList<ValuesEntry> entries = valuesEntries(topology);
    for (qsizetype i = 0; i < list.size(); ++i) {
        const Override &o = list[i];
        const auto entry = entryOf(entries, o.resource, o.path);
        const ResourcePtr of = topology.find(o.resource);
        const bool exact = entry && entry->field == o.path;
        Line &line = m_lines[i];
        if (!line.key->hasFocus() || !line.key->isModified())
            showText(line.key, exact ? entry->text()
                                     : (of ? of->name : o.resource.text) + QStringLiteral(": ") +
                                           o.path.text());
        line.key->setToolTip(of ? tr("%1 of %2").arg(o.path.text(), of->name) : QString());
        const QString text = displayText(topology, o.value);
        if (!line.value->hasFocus() || !(parsed(o, line.value->text()) == o.value))
            showText(line.value, text);
        QList<Finding> findings = context()->findings(path().index(i), true);
        line.messages->setMessages(findings, findings.isEmpty() ? problemOf(o) : QString());
    }
}

qsizetype OverridesEditor::lineOf(const QLineEdit *edit) const
{
    for (qsizetype i = 0; i < m_lines.size(); ++i) {
        if (m_lines[i].key == edit || m_lines[i].value == edit)
            return i;
    }
    return -1;
}

void OverridesEditor::changeKey(QLineEdit *edit)
{
    const qsizetype i = lineOf(edit);
    QList<Override> list = overrides();
    if (i < 0 || i >= list.size() || !edit->isModified())
        return;
    const Target target = targetOf(edit->text());
    if (!target.entry) {
        m_lines[i].messages->setMessages({}, target.problem);
        return;
    }
    edit->setModified(false);
    list[i].resource = target.entry->resource;
    list[i].path = target.entry->field;
    list[i].value = parsed(list[i], m_lines[i].value->text());
    store(list, EditContext::How::Step);
}

void OverridesEditor::changeValue(QLineEdit *edit, const QString &text)
{
    const qsizetype i = lineOf(edit);
    QList<Override> list = overrides();
    if (i < 0 || i >= list.size())
        return;
    list[i].value = parsed(list[i], text);
    store(list, EditContext::How::Typing);
}

void OverridesEditor::addItem()
{
    m_new->show();
    m_new->setFocus(Qt::OtherFocusReason);
}

void OverridesEditor::commitNew()
{
    const QString key = m_new->text().trimmed();
    if (key.isEmpty()) {
        setProblem({});
        if (!m_new->hasFocus())
            m_new->hide();
        return;
    }
    const Target target = targetOf(key);
    if (!target.entry) {
        setProblem(target.problem);
        return;
    }
    QList<Override> list = overrides();
    const Override added{target.entry->resource, target.entry->field, target.entry->value};
    for (qsizetype i = 0; i < list.size(); ++i) {
        if (list[i].resource == added.resource && list[i].path == added.path) {
            setProblem(tr("%1 is overridden already").arg(key));
            return;
        }
    }
    setProblem({});
    const bool onwards = m_new->hasFocus();
    m_new->clear();
    m_new->hide();
    list.append(added);
    store(list, EditContext::How::Step);
    if (onwards && !m_lines.isEmpty()) {
        m_lines.last().value->setFocus(Qt::OtherFocusReason);
        m_lines.last().value->selectAll();
    }
}

bool OverridesEditor::reveal(const Path &to)
{
    const qsizetype i = to.size() > path().size() ? to.steps()[path().size()].index : 0;
    if (m_lines.isEmpty())
        return false;
    m_lines[std::clamp<qsizetype>(i, 0, m_lines.size() - 1)].value->setFocus(Qt::OtherFocusReason);
    return true;
}

} // namespace chartwright
