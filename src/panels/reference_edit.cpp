// SPDX-License-Identifier: Apache-2.0
#include "panels/reference_edit.h"

#include "model/kind_spec.h"
#include "panels/panel_style.h"

#include <QAbstractTextDocumentLayout>
#include <QKeyEvent>
#include <QMimeData>
#include <QPainter>
#include <QTextBlock>
#include <QTextDocumentFragment>

namespace chartwright {
namespace {

constexpr int MaxLines = 8;

QTextCharFormat chipFormat(const Topology &topology, const Ref &ref, const QFont &font)
{
    const ResourcePtr target = topology.find(ref.target);
    QString shown = refValue(topology, ref).scalarText();
    const QString part = ref.part.mid(ref.part.indexOf(u'/') + 1);
    if (shown.isEmpty())
        shown = target ? (part.isEmpty() ? target->name : part) : ReferenceEdit::tr("(deleted)");
    QTextCharFormat format;
    format.setObjectType(ChipObject::Type);
    format.setProperty(ChipObject::Target, ref.target.text);
    format.setProperty(ChipObject::Part, ref.part);
    format.setProperty(ChipObject::Shown, shown);
    format.setToolTip(!target          ? ReferenceEdit::tr("What it referred to was deleted.")
                      : part.isEmpty() ? ReferenceEdit::tr("The name of %1").arg(target->name)
                                       : ReferenceEdit::tr("%1 of %2").arg(part, target->name));
    format.setFont(font);
    format.setVerticalAlignment(QTextCharFormat::AlignBottom);
    return format;
}

} // namespace

QSizeF ChipObject::intrinsicSize(QTextDocument *, int, const QTextFormat &format)
{
    const QFontMetricsF m(format.toCharFormat().font());
    return {m.horizontalAdvance(format.stringProperty(Shown)) + 10, m.ascent() + m.descent()};
}

void ChipObject::drawObject(QPainter *painter, const QRectF &rect, QTextDocument *, int,
                            const QTextFormat &format)
{
    const QPalette palette = static_cast<QWidget *>(parent())->palette();
    QColor fill = style::accent(palette);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    fill.setAlphaF(style::isDark(palette) ? 0.3f : 0.16f);
    painter->setBrush(fill);
    painter->drawRoundedRect(rect.adjusted(1, 0, -1, 0), 4, 4);
    painter->setFont(format.toCharFormat().font());
    painter->setPen(palette.color(QPalette::Text));
    painter->drawText(rect, Qt::AlignCenter, format.stringProperty(Shown));
    painter->restore();
}

ReferenceEdit::ReferenceEdit(QWidget *parent) : QTextEdit(parent)
{
    setAcceptRichText(false);
    setUndoRedoEnabled(false); // the document's history has it
    setTabChangesFocus(true);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setLineWrapMode(QTextEdit::WidgetWidth);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    document()->setDocumentMargin(2);
    document()->documentLayout()->registerHandler(ChipObject::Type, new ChipObject(this));
    connect(this, &QTextEdit::textChanged, this, [this] {
        adjustHeight();
        if (!m_setting)
            emit edited();
    });
    adjustHeight();
}

void ReferenceEdit::setValue(const Topology &topology, const Value &value)
{
    const bool same = value == this->value() || (value.isNull() && toPlainText().isEmpty());
    if (same && !value.asText() && !value.asRef())
        return;
    const int cursor = textCursor().position();
    m_setting = true;
    QTextCursor c(document());
    c.beginEditBlock();
    c.select(QTextCursor::Document);
    c.removeSelectedText();
    c.setCharFormat({});
    const auto add = [&](const Ref &ref) {
        c.insertText(QString(QChar::ObjectReplacementCharacter), chipFormat(topology, ref, font()));
        c.setCharFormat({});
    };
    if (const Ref *ref = value.asRef()) {
        add(*ref);
    } else if (const Text *text = value.asText()) {
        for (const auto &piece : text->pieces) {
            if (const QString *plain = std::get_if<QString>(&piece))
                c.insertText(*plain, QTextCharFormat());
            else
                add(std::get<Ref>(piece));
        }
    } else {
        c.insertText(value.scalarText(), QTextCharFormat());
    }
    c.endEditBlock();
    QTextCursor back = textCursor();
    back.setPosition(std::min(cursor, document()->characterCount() - 1));
    setTextCursor(back);
    m_setting = false;
}

Value ReferenceEdit::value() const
{
    Text text;
    QString plain;
    const auto flush = [&] {
        if (!plain.isEmpty())
            text.pieces.append(std::exchange(plain, {}));
    };
    bool refs = false;
    for (QTextBlock block = document()->begin(); block.isValid(); block = block.next()) {
        if (block != document()->begin())
            plain += u'\n';
        for (auto it = block.begin(); !it.atEnd(); ++it) {
            const QTextFragment fragment = it.fragment();
            const QTextCharFormat format = fragment.charFormat();
            if (format.objectType() != ChipObject::Type) {
                plain += fragment.text().replace(QChar::LineSeparator, u'\n');
                continue;
            }
            // Equal neighbours are one fragment.
            for (int i = 0; i < fragment.length(); ++i) {
                flush();
                refs = true;
                text.pieces.append(Ref{ResourceId{format.stringProperty(ChipObject::Target)},
                                       format.stringProperty(ChipObject::Part)});
            }
        }
    }
    if (!refs)
        return plain;
    flush();
    return text;
}

void ReferenceEdit::insertReference(const Topology &topology, const Ref &ref)
{
    QTextCursor c = textCursor();
    c.insertText(QString(QChar::ObjectReplacementCharacter), chipFormat(topology, ref, font()));
    c.setCharFormat({});
    setTextCursor(c);
    setCurrentCharFormat({});
}

QString ReferenceEdit::textBetween(int from, int to) const
{
    QString out;
    for (int i = from; i < to; ++i) {
        QTextCursor c(document());
        c.setPosition(i);
        c.setPosition(i + 1, QTextCursor::KeepAnchor);
        const QTextCharFormat format = c.charFormat();
        if (format.objectType() == ChipObject::Type)
            out += format.stringProperty(ChipObject::Shown);
        else
            out += c.selectedText().replace(QChar::ParagraphSeparator, u'\n');
    }
    return out;
}

QString ReferenceEdit::shownText() const
{
    return textBetween(0, document()->characterCount() - 1);
}

QSize ReferenceEdit::sizeHint() const { return {120, m_height}; }
QSize ReferenceEdit::minimumSizeHint() const { return {40, m_height}; }

void ReferenceEdit::adjustHeight()
{
    const int line = fontMetrics().lineSpacing();
    const int frame = 2 * frameWidth() + 2 * int(document()->documentMargin());
    const int content = int(std::ceil(document()->size().height())) + 2 * frameWidth();
    const int wanted = std::clamp(content, line + frame, MaxLines * line + frame);
    const bool tall = content > wanted;
    setVerticalScrollBarPolicy(tall ? Qt::ScrollBarAsNeeded : Qt::ScrollBarAlwaysOff);
    // As tall as the line edits beside it.
    const int height = std::max(wanted, style::RowHeight - 2);
    if (std::exchange(m_height, height) != height) {
        setFixedHeight(height);
        updateGeometry();
    }
}

void ReferenceEdit::keyPressEvent(QKeyEvent *event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && !(event->modifiers() & (Qt::ShiftModifier | Qt::ControlModifier))) {
        emit finished();
        return;
    }
    if (enter) {
        textCursor().insertBlock();
        return;
    }
    // What is typed after a chip must not become part of it.
    if (currentCharFormat().objectType() == ChipObject::Type)
        setCurrentCharFormat({});
    QTextEdit::keyPressEvent(event);
}

void ReferenceEdit::focusOutEvent(QFocusEvent *event)
{
    QTextEdit::focusOutEvent(event);
    if (event->reason() != Qt::PopupFocusReason)
        emit finished();
}

void ReferenceEdit::resizeEvent(QResizeEvent *event)
{
    QTextEdit::resizeEvent(event);
    adjustHeight();
}

void ReferenceEdit::changeEvent(QEvent *event)
{
    QTextEdit::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        adjustHeight();
}

void ReferenceEdit::wheelEvent(QWheelEvent *event)
{
    if (hasFocus() && verticalScrollBarPolicy() != Qt::ScrollBarAlwaysOff)
        QTextEdit::wheelEvent(event);
    else
        event->ignore();
}

QMimeData *ReferenceEdit::createMimeDataFromSelection() const
{
    const QTextCursor c = textCursor();
    auto *data = new QMimeData;
    data->setText(textBetween(c.selectionStart(), c.selectionEnd()));
    return data;
}

bool ReferenceEdit::canInsertFromMimeData(const QMimeData *source) const
{
    return source->hasText();
}

void ReferenceEdit::insertFromMimeData(const QMimeData *source)
{
    setCurrentCharFormat({});
    QString text = source->text();
    text.remove(QChar::ObjectReplacementCharacter);
    textCursor().insertText(text, QTextCharFormat());
}

} // namespace chartwright
