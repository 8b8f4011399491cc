// SPDX-License-Identifier: Apache-2.0
#include "panels/field_row.h"

#include "chart/exposures.h"
#include "kinds/manifest_kind.h"
#include "panels/error_frame.h"
#include "panels/foldable.h"
#include "panels/message_list.h"
#include "panels/panel_style.h"

#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>

namespace chartwright {
namespace {

constexpr int PinRoom = 22;

} // namespace

FieldRow::FieldRow(const FieldSpec &spec, EditContext *context, QWidget *parent, int depth)
    : QWidget(parent), m_spec(spec), m_context(context), m_kind(layoutOf(spec)), m_depth(depth),
      m_layout(new QVBoxLayout(this))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(0);
    setWhatsThis(help());
    if (m_kind == FieldEditor::Layout::Block)
        buildBlock();
    else
        buildInline();
}

void FieldRow::buildInline()
{
    m_editor = makeEditor(m_spec, m_context, this, m_depth);
    auto *line = new QHBoxLayout;
    line->setContentsMargins(labelWidth(), 2, PinRoom, 2);
    line->setSpacing(0);
    QWidget *widget = m_editor->widget();
    widget->setMinimumHeight(style::RowHeight - 2);
    if (widget->toolTip().isEmpty())
        widget->setToolTip(m_spec.help);
    line->addWidget(widget, 1);
    m_layout->addLayout(line);
    if (QWidget *below = m_editor->below())
        m_layout->addWidget(below);
    connect(m_editor, &FieldEditor::problemChanged, this, &FieldRow::showMessages);
}

void FieldRow::buildBlock()
{
    m_foldable = new Foldable(
        FoldButton::Level::Group, m_spec.label,
        [this](QWidget *parent) {
            m_editor = makeEditor(m_spec, m_context, parent, m_depth);
            connect(m_editor, &FieldEditor::problemChanged, this, &FieldRow::showMessages);
            m_editor->setPath(m_path, m_keep);
            m_editor->refresh();
            auto *inset = new QWidget(parent);
            auto *layout = new QVBoxLayout(inset);
            layout->setContentsMargins(style::Indent, 0, 0, 4);
            layout->addWidget(m_editor->widget());
            return inset;
        },
        this);
    m_foldable->header()->setToolTip(help());
    m_layout->addWidget(m_foldable);
    connect(m_foldable, &Foldable::toggled, this, [this](bool folded) {
        if (!folded && m_editor)
            m_editor->refresh();
        showBlock();
    });
    const bool list = m_spec.type != FieldType::Struct && m_spec.type != FieldType::Yaml;
    if (list) {
        m_add = style::glyphButton(style::Glyph::Add, tr("Add to %1").arg(m_spec.label), this);
        m_foldable->addTool(m_add);
        connect(m_add, &QToolButton::clicked, this, [this] {
            ensureEditor();
            m_editor->addItem();
        });
    } else {
        m_clear = style::glyphButton(style::Glyph::Remove, tr("Remove %1").arg(m_spec.label), this);
        m_foldable->addTool(m_clear);
        connect(m_clear, &QToolButton::clicked, this, [this] {
            m_context->set(m_path, {}, EditContext::How::Step, m_keep);
            m_foldable->setFolded(true);
        });
    }
}

void FieldRow::ensureEditor()
{
    if (m_foldable)
        m_foldable->setFolded(false);
}

void FieldRow::setPath(const Path &path, const Path &keep)
{
    if (m_path == path && m_keep == keep && m_shownOnce)
        return;
    m_path = path;
    m_keep = keep;
    const QString name = path.text();
    setObjectName(QStringLiteral("row:") + name);
    if (m_add)
        m_add->setObjectName(QStringLiteral("add:") + name);
    if (m_clear)
        m_clear->setObjectName(QStringLiteral("clear:") + name);
    if (m_pin)
        m_pin->setObjectName(QStringLiteral("pin:") + name);
    if (m_foldable)
        m_foldable->header()->setObjectName(QStringLiteral("fold:") + name);
    if (m_editor)
        m_editor->setPath(path, keep);
}

void FieldRow::refresh()
{
    if (m_foldable) {
        if (!m_shownOnce) {
            const Value &now = m_context->value(m_path);
            const bool set = !now.isEmpty() || m_spec.required;
            m_foldable->setFolded(!set);
        }
        showBlock();
    }
    m_shownOnce = true;
    if (m_editor && (!m_foldable || !m_foldable->isFolded()))
        m_editor->refresh();
    const bool changed = isChanged();
    if (std::exchange(m_changed, changed) != changed)
        showChanged();
    showMessages();
    showPin();
}

void FieldRow::showBlock()
{
    const Value &now = m_context->value(m_path);
    const Value derived = now.isNull() && m_spec.readOnly ? m_context->derived(m_path) : Value();
    QString text =
        m_context->isMixed(m_path) ? tr("(several)") : summary(m_context->topology(), m_spec, now);
    if (!derived.isNull())
        text = tr("derived");
    else if (text.isEmpty() && now.isMap() && m_spec.type == FieldType::Struct)
        text = tr("set");
    m_foldable->header()->setSummary(text);
    m_foldable->header()->setSeverity(m_foldable->isFolded() ? m_context->worst(m_path)
                                                             : std::nullopt);
    if (m_add)
        m_add->setVisible(derived.isNull() && !now.isRef());
    if (m_clear)
        m_clear->setVisible(canClear());
}

bool FieldRow::canClear() const
{
    return !m_context->value(m_path).isNull() && !m_spec.required &&
           m_kind != FieldEditor::Layout::Choice && m_spec.type != FieldType::KeptValue;
}

void FieldRow::showMessages()
{
    // Structures and lists leave what is inside to the rows inside.
    const bool leaf = m_spec.type != FieldType::Struct && m_spec.type != FieldType::StructList &&
                      m_spec.type != FieldType::StructMap && m_spec.type != FieldType::Union &&
                      m_spec.type != FieldType::StringMap;
    QList<Finding> findings;
    if (m_kind != FieldEditor::Layout::Choice)
        findings = m_context->findings(m_path, leaf);
    for (Finding &f : findings) {
        // The label stands beside it.
        const QString prefix = m_spec.label + QStringLiteral(": ");
        if (f.path == m_path && f.message.startsWith(prefix))
            f.message.remove(0, prefix.size());
    }
    QString problem = m_editor ? m_editor->problem() : QString();
    // A rule of its own says it in better words, or with a fix.
    const bool told = std::any_of(findings.begin(), findings.end(),
                                  [](const Finding &f) { return f.severity == Severity::Error; });
    if (problem.isEmpty() && !told && !m_context->isMixed(m_path))
        problem = fieldProblem(m_spec, m_context->value(m_path));
    if (m_spec.type == FieldType::StringMap && m_foldable && !m_foldable->isFolded())
        problem = m_editor ? m_editor->problem() : QString(); // said at the key
    if (findings.isEmpty() && problem.isEmpty() && !m_messages)
        return;
    if (!m_messages) {
        m_messages = new MessageList(m_context, this);
        m_messages->setIndent(m_foldable ? 20 : labelWidth());
        if (m_foldable)
            m_foldable->setNote(m_messages);
        else
            m_layout->insertWidget(1, m_messages);
    }
    m_messages->setMessages(findings, problem);
    const auto severity = m_messages->severity();
    const bool frame = severity && *severity != Severity::Advice && !m_foldable;
    if (frame && !m_frame)
        m_frame = new ErrorFrame(m_editor->widget());
    if (m_frame) {
        m_frame->setVisible(frame);
        if (frame)
            m_frame->setColour(style::severityColour(*severity, palette()));
    }
}

bool FieldRow::canBeExposed(const FieldSpec &spec, const Value &value) const
{
    if (m_context->kind()->kind == ManifestKind)
        return false;
    // An Image's name and tag can; each key of a ConfigMap can, whatever it is made of.
    if (spec.type == FieldType::Ref || spec.type == FieldType::Union)
        return spec.refKind == u"Image";
    return m_context->kind()->kind == u"ConfigMap" || !holdsRefs(value);
}

QToolButton *FieldRow::makePin(QWidget *parent)
{
    auto *pin = style::glyphButton(style::Glyph::Pin, {}, parent);
    pin->setObjectName(QStringLiteral("pin:") + m_path.text());
    connect(pin, &QToolButton::clicked, this, [this] { setPinned(!m_exposed); });
    return pin;
}

void FieldRow::showPin()
{
    const KindSpec *kind = m_context->kind();
    const bool possible = kind && kind->isTemplated() && m_kind != FieldEditor::Layout::Choice &&
                          m_spec.type != FieldType::KeptValue && m_context->isSingle() &&
                          canBeExposed(m_spec, m_context->value(m_path));
    m_exposed = possible && m_context->isExposed(m_spec, m_path);
    const bool hovered = possible && underMouse() && !m_foldable;
    if (!m_exposed && !hovered) {
        if (m_pin)
            m_pin->hide();
        return;
    }
    if (!m_pin) {
        m_pin = makePin(this);
        if (m_foldable)
            m_foldable->addTool(m_pin);
    }
    m_pin->setProperty("glyph", int(m_exposed ? style::Glyph::Pin : style::Glyph::Unpinned));
    style::updateGlyph(m_pin);
    const QString text = m_exposed
                             ? tr("Stands in values.yaml. Click to write it into the template.")
                             : tr("Put it into values.yaml, so that --set can change it.");
    m_pin->setToolTip(text);
    m_pin->setAccessibleName(text);
    if (!m_foldable)
        m_pin->move(width() - PinRoom + 2, (style::RowHeight + 4 - m_pin->height()) / 2);
    m_pin->show();
}

void FieldRow::setPinned(bool pinned)
{
    // What the table says anyway is not written down.
    const bool byTable = !m_spec.valuesName.isEmpty();
    m_context->push(pin(m_context->topology(), m_context->ids().value(0), m_path,
                        pinned == byTable ? std::optional<bool>() : pinned),
                    EditContext::How::Step);
}

bool FieldRow::reveal(const Path &path)
{
    if (!path.startsWith(m_path))
        return false;
    ensureEditor();
    return m_editor && m_editor->reveal(path);
}

void FieldRow::contextMenuEvent(QContextMenuEvent *event)
{
    QMenu menu;
    menu.setObjectName(QStringLiteral("fieldMenu"));
    if (canClear())
        connect(menu.addAction(m_spec.fallback.isNull() ? tr("Unset") : tr("Reset to the default")),
                &QAction::triggered, this,
                [this] { m_context->set(m_path, {}, EditContext::How::Step, m_keep); });
    const KindSpec *kind = m_context->kind();
    if (kind && kind->isTemplated() && m_kind != FieldEditor::Layout::Choice &&
        m_spec.type != FieldType::KeptValue && kind->kind != ManifestKind && m_context->isSingle())
        connect(
            menu.addAction(m_exposed ? tr("Take Out of values.yaml") : tr("Put into values.yaml")),
            &QAction::triggered, this, [this] { setPinned(!m_exposed); });
    addAcceptActions(&menu, m_context, m_context->findings(m_path, false));
    if (kind)
        connect(menu.addAction(tr("What’s This?")), &QAction::triggered, this,
                &FieldRow::askForHelp);
    menu.exec(event->globalPos());
}

void FieldRow::keyPressEvent(QKeyEvent *event)
{
    // Of its pin and its other buttons; the editor asks by itself.
    if (event->key() == Qt::Key_F1 && event->modifiers() == Qt::NoModifier)
        askForHelp();
    else
        QWidget::keyPressEvent(event);
}

void FieldRow::askForHelp()
{
    if (const KindSpec *kind = m_context->kind())
        emit m_context->helpRequested(kind->kind, m_path.text());
}

void FieldRow::enterEvent(QEnterEvent *event)
{
    showPin();
    QWidget::enterEvent(event);
}

void FieldRow::leaveEvent(QEvent *event)
{
    QWidget::leaveEvent(event);
    if (!m_exposed && m_pin)
        m_pin->hide();
}

void FieldRow::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange) {
        for (QToolButton *button : {m_pin, m_add, m_clear}) {
            if (button)
                style::updateGlyph(button);
        }
        if (m_frame && m_messages && m_messages->severity())
            m_frame->setColour(style::severityColour(*m_messages->severity(), palette()));
        update();
    }
    QWidget::changeEvent(event);
}

bool FieldRow::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride &&
        static_cast<QKeyEvent *>(event)->key() == Qt::Key_F1) {
        event->accept(); // before the window's own
        return true;
    }
    if (event->type() == QEvent::ToolTip) {
        auto *tip = static_cast<QHelpEvent *>(event);
        setToolTip(tip->x() < labelWidth() && !m_foldable ? m_spec.label + u'\n' + help()
                                                          : QString());
    } else if (event->type() == QEvent::Resize && m_pin && !m_foldable) {
        m_pin->move(width() - PinRoom + 2, m_pin->y());
    }
    return QWidget::event(event);
}

} // namespace chartwright
