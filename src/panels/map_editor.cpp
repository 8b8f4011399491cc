// SPDX-License-Identifier: Apache-2.0
#include "panels/map_editor.h"

#include "panels/field_row.h"
#include "panels/key_editor.h"
#include "panels/message_list.h"
#include "panels/panel_style.h"
#include "panels/reference_edit.h"
#include "panels/text_editor.h"
#include "panels/used_by.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace chartwright {
namespace {

constexpr qsizetype ShownAtFirst = 60;

} // namespace

const FieldSpec *aboutKeys(const KindSpec *kind)
{
    if (!kind)
        return nullptr;
    for (const FieldSpec &field : kind->fields) {
        if (field.path == u"design.keys" && field.type == FieldType::StructMap)
            return &field;
    }
    return nullptr;
}

MapEntry::MapEntry(const FieldSpec &spec, EditContext *context, QWidget *parent)
    : QWidget(parent), m_spec(spec), m_context(context),
      m_key(new KeyEditor(spec, context, this, -1)), m_value(new ReferenceEdit(this)),
      m_remove(style::glyphButton(style::Glyph::Remove, tr("Remove"), this)),
      m_messages(new MessageList(context, this)), m_layout(new QVBoxLayout(this))
{
    m_layout->setContentsMargins(0, 1, 0, isRich() ? 5 : 1);
    m_layout->setSpacing(2);
    m_messages->setIndent(isRich() ? 20 : 0, 0);
    auto *line = new QHBoxLayout;
    line->setSpacing(2);
    m_layout->addLayout(line);
    m_value->setAccessibleName(tr("Value"));
    m_value->installEventFilter(this);
    if (isRich()) {
        m_more = style::glyphButton(style::Glyph::Folded, tr("About this key"), this);
        m_insert = insertReferenceButton(context, spec.refKind, this, [this](const Text &text) {
            m_value->setFocus();
            for (const auto &piece : text.pieces) {
                if (const QString *plain = std::get_if<QString>(&piece))
                    m_value->textCursor().insertText(*plain, QTextCharFormat());
                else
                    m_value->insertReference(m_context->topology(), std::get<Ref>(piece));
            }
        });
        QFont bold = m_key->edit()->font();
        bold.setWeight(QFont::Medium);
        m_key->edit()->setFont(bold);
        line->addWidget(m_more, 0, Qt::AlignTop);
        line->addWidget(m_key, 1);
        line->addWidget(m_insert, 0, Qt::AlignTop);
        line->addWidget(m_remove, 0, Qt::AlignTop);
        auto *second = new QHBoxLayout;
        second->setContentsMargins(22, 0, 0, 0);
        second->addWidget(m_value);
        m_layout->addLayout(second);
        connect(m_more, &QToolButton::clicked, this,
                [this] { unfold(!m_details || m_details->isHidden()); });
    } else {
        line->addWidget(m_key, 5, Qt::AlignTop);
        line->addWidget(m_value, 6, Qt::AlignTop);
        line->addWidget(m_remove, 0, Qt::AlignTop);
    }
    m_layout->addWidget(m_messages);
    connect(m_value, &ReferenceEdit::edited, this,
            [this] { m_context->set(m_path, m_value->value(), EditContext::How::Typing); });
    connect(m_remove, &QToolButton::clicked, this,
            [this] { m_context->set(m_path, {}, EditContext::How::Step, m_path.parent()); });
}

void MapEntry::show(const Path &map, const QString &key, const Value &value, bool readOnly)
{
    m_path = map.key(key);
    m_name = key;
    m_key->setKey(map, key);
    m_value->setObjectName(QStringLiteral("field:") + m_path.text());
    m_remove->setObjectName(QStringLiteral("remove:") + m_path.text());
    if (m_more)
        m_more->setObjectName(QStringLiteral("about:") + m_path.text());
    if (m_insert)
        m_insert->setObjectName(QStringLiteral("insert:") + m_path.text());
    m_value->setValue(m_context->topology(), value);
    m_key->edit()->setReadOnly(readOnly);
    m_value->setReadOnly(readOnly);
    m_remove->setVisible(!readOnly);
    m_messages->setMessages(m_context->findings(m_path, true), {});
    if (m_about && m_details->isVisibleTo(this)) {
        m_about->setBase(Path(QStringLiteral("design.keys")).key(key));
        m_about->refresh();
        m_usedBy->refresh(QStringLiteral("key/") + key);
    }
}

bool MapEntry::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::FocusIn)
        m_context->startTyping();
    return m_context->takeHistoryKey(event) || QWidget::eventFilter(watched, event);
}

void MapEntry::unfold(bool open)
{
    if (open && !m_details) {
        m_details = new QWidget(this);
        auto *layout = new QVBoxLayout(m_details);
        layout->setContentsMargins(style::Indent, 0, 0, 2);
        layout->setSpacing(0);
        if (const FieldSpec *about = aboutKeys(m_context->kind())) {
            for (const FieldSpec &field : about->fields)
                m_aboutFields.append(&field);
        }
        m_about = new FieldForm(m_aboutFields, m_context, m_details, 2);
        m_usedBy = new UsedBy(m_context, m_details, 2);
        layout->addWidget(m_about);
        layout->addWidget(m_usedBy);
        m_layout->addWidget(m_details);
    }
    m_more->setProperty("glyph", int(open ? style::Glyph::Unfolded : style::Glyph::Folded));
    style::updateGlyph(m_more);
    m_details->setVisible(open);
    if (open) {
        m_about->setBase(Path(QStringLiteral("design.keys")).key(m_name));
        m_about->refresh();
        m_usedBy->refresh(QStringLiteral("key/") + m_name);
    }
}

MapEditor::MapEditor(const FieldSpec &spec, EditContext *context, QWidget *parent)
    : FieldEditor(spec, context, parent), m_widget(new QWidget(parent)),
      m_layout(new QVBoxLayout(m_widget)), m_note(new QLabel(m_widget)),
      m_new(new NewKeyEdit(m_widget)), m_all(style::linkButton({}, m_widget)), m_limit(ShownAtFirst)
{
    m_layout->setContentsMargins(0, 2, 0, 2);
    m_layout->setSpacing(0);
    m_note->setTextFormat(Qt::PlainText);
    m_note->setWordWrap(true);
    m_note->setForegroundRole(QPalette::PlaceholderText);
    m_note->setContentsMargins(8, 2, 4, 4);
    m_layout->addWidget(m_note);
    m_layout->addWidget(m_all, 0, Qt::AlignLeft);
    m_layout->addWidget(m_new);
    watch(m_new);
    connect(m_all, &QToolButton::clicked, this, [this] {
        m_limit = std::numeric_limits<qsizetype>::max();
        refresh();
    });
    connect(m_new, &QLineEdit::textEdited, this, [this](const QString &text) {
        const bool taken = value().map().contains(text);
        setProblem(
            taken ? tr("There is a key %1 already").arg(text)
                  : (!text.isEmpty() && this->spec().check ? this->spec().check(text) : QString()));
    });
    connect(m_new, &QLineEdit::editingFinished, this, &MapEditor::commitNew);
}

void MapEditor::setPath(const Path &path, const Path &keep)
{
    FieldEditor::setPath(path, keep);
    m_new->setObjectName(QStringLiteral("newKey:") + path.text());
    m_limit = ShownAtFirst;
}

void MapEditor::refresh()
{
    const Value now = value();
    const bool different = isMixed();
    Value shown = now;
    bool derived = false;
    if (now.isNull() || now.isRef()) {
        shown = context()->derived(path());
        derived = !shown.isNull();
    }
    const bool broken = !shown.isMap() && !shown.isNull();
    m_note->setText(
        different ? tr("The selected ones differ: edit them one by one.")
        : broken  ? tr("Not keys with values: %1").arg(displayText(context()->topology(), shown))
        : now.isRef() ? tr("From the wire to %1")
                            .arg(displayText(context()->topology(), Ref{now.asRef()->target, {}}))
                      : QString());
    m_note->setVisible(!m_note->text().isEmpty());
    const Map entries = different ? Map() : shown.map();
    const qsizetype wanted = std::min(entries.size(), m_limit);
    while (m_entries.size() < wanted) {
        m_entries.append(new MapEntry(spec(), context(), m_widget));
        m_layout->insertWidget(int(m_entries.size()), m_entries.last());
    }
    while (m_entries.size() > wanted) {
        m_entries.last()->hide();
        m_entries.takeLast()->deleteLater();
    }
    qsizetype i = 0;
    for (const auto &[key, v] : entries) {
        if (i == wanted)
            break;
        m_entries[i++]->show(path(), key, v, derived || (spec().readOnly && derived));
    }
    m_all->setVisible(entries.size() > wanted);
    m_all->setText(tr("Show all %n keys", nullptr, int(entries.size())));
}

bool MapEditor::reveal(const Path &to)
{
    for (MapEntry *entry : std::as_const(m_entries)) {
        if (to.startsWith(entry->path())) {
            entry->valueEdit()->setFocus(Qt::OtherFocusReason);
            return true;
        }
    }
    if (!m_entries.isEmpty())
        m_entries.first()->valueEdit()->setFocus(Qt::OtherFocusReason);
    return !m_entries.isEmpty();
}

void MapEditor::addItem()
{
    m_new->show();
    m_new->setFocus(Qt::OtherFocusReason);
}

void MapEditor::commitNew()
{
    const QString key = m_new->text();
    if (key.isEmpty()) {
        m_new->hide();
        setProblem({});
        return;
    }
    if (value().map().contains(key))
        return;
    const bool onwards = m_new->hasFocus();
    m_new->clear();
    setProblem({});
    context()->set(path().key(key), QString(), EditContext::How::Step);
    m_new->hide();
    // What is typed next is the value.
    if (onwards)
        reveal(path().key(key));
}

} // namespace chartwright
