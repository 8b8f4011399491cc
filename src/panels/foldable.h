// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "checks/finding.h"

#include <QAbstractButton>
#include <functional>

class QHBoxLayout;
class QVBoxLayout;

namespace chartwright {

/// The line that folds and unfolds what stands under it: an arrow, a title, and on the right a few
/// words on what is inside.
class FoldButton : public QAbstractButton
{
    Q_OBJECT
public:
    enum class Level { Section, Group, Card };

    FoldButton(Level level, const QString &title, QWidget *parent);

    void setSummary(const QString &text);
    QString summary() const { return m_summary; }
    void setSeverity(std::optional<Severity> severity);
    void setMark(bool on);
    /// A hairline above a section.
    void setLine(bool on) { m_line = on; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Level m_level;
    QString m_summary;
    std::optional<Severity> m_severity;
    bool m_mark = false, m_line = false;
};

/// A FoldButton, tools beside it, and a body that is made when it is unfolded for the first time.
class Foldable : public QWidget
{
    Q_OBJECT
public:
    using MakeBody = std::function<QWidget *(QWidget *parent)>;

    Foldable(FoldButton::Level level, const QString &title, MakeBody makeBody, QWidget *parent);

    FoldButton *header() const { return m_header; }
    /// Right of the title.
    void addTool(QWidget *tool);
    /// Stands between title and body, folded or not.
    void setNote(QWidget *note);
    /// Null until it was unfolded once.
    QWidget *body() const { return m_body; }
    bool isFolded() const { return !m_header->isChecked(); }
    void setFolded(bool folded);

signals:
    /// By a person or by setFolded().
    void toggled(bool folded);
    /// By a person.
    void clicked(bool folded);

private:
    void apply(bool folded);

    FoldButton *m_header;
    QHBoxLayout *m_line;
    QVBoxLayout *m_layout;
    MakeBody m_makeBody;
    QWidget *m_body = nullptr;
};

} // namespace chartwright
