// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "deploy/apply_run.h"
#include "deploy/difference.h"
#include "document/selection.h"

#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QToolButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace chartwright {

class YamlHighlighter;

/// What a person has decided about fields that others own.
struct ConflictDecisions
{
    QSet<ObjectRef> taken;
    QHash<ObjectRef, QList<Path>> kept;
};

/// What an apply would change, object by object and field by field, with the YAML of both sides,
/// and what became of each object while it applies. Shows only; others do the work. Selecting an
/// object selects its node, and the other way round. Object names: "difference:target",
/// "difference:compare", "difference:apply", "difference:cancel", "difference:list",
/// "difference:message", "difference:take", "difference:keep", "difference:adopt",
/// "difference:live", "difference:drawn", "difference:applied". Main thread only.
class DifferencePanel : public QWidget
{
    Q_OBJECT
public:
    DifferencePanel(Document *document, Selection *selection, QWidget *parent = nullptr);
    ~DifferencePanel() override;

    /// A narrow window cuts it, and is not made wider by it.
    QSize minimumSizeHint() const override { return {260, 90}; }
    /// Where it goes to; empty: nowhere yet.
    void setTarget(const QString &title, bool isProduction);
    /// Words on what goes on, or went wrong; empty: nothing to say.
    void setMessage(const QString &text, bool isError);
    /// Something runs that Cancel ends; empty: no longer.
    void setRunning(const QString &text);
    /// What would bring them. A deletion is of all that is there; whether Helm takes fields of
    /// others is asked when it is to, so that there is nothing to decide here.
    enum class By { Apply, Deletion, Helm };
    void setDifferences(const QList<ObjectDifference> &differences, By by = By::Apply);
    /// What rolling a release back would change, which is not what an apply would.
    void showRollback(const QList<ObjectDifference> &differences, int from, int to);
    bool isRollback() const { return m_isRollback; }
    const QList<ObjectDifference> &differences() const { return m_differences; }
    void clear();
    /// An apply has begun: its objects in the place of the differences.
    void setSteps(const QList<ApplyStep> &steps);
    void setStep(int number, const ApplyStep &step);
    /// It is over: what waits will not be done.
    void endSteps();

    ConflictDecisions decisions() const;
    /// Fields of others that nobody has decided about; selects the first.
    int undecided();

signals:
    void targetRequested();
    void compareRequested();
    void applyRequested();
    void cancelRequested();
    /// The value that the cluster has is to be drawn.
    void adoptRequested(const chartwright::ResourceId &id, const chartwright::Path &path,
                        const chartwright::Value &value);

protected:
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    enum class Decision { None, Take, Keep };
    struct Row
    {
        int object = -1, field = -1;
    };

    void buildBar();
    void buildBody();
    void showSides(bool on);
    QWidget *buildSide(QPlainTextEdit *&text, const char *name, const QString &title);
    void setSideTitles(const QString &live, const QString &drawn);
    void showList();
    void showObject(QTreeWidgetItem *row, const ObjectDifference &d);
    void showField(QTreeWidgetItem *row, const ObjectDifference &d, const FieldDifference &field);
    void showCurrent();
    void showTexts(const ObjectDifference &d);
    void decide(Decision decision);
    void adopt();
    void followSelection();
    Row rowOf(const QTreeWidgetItem *item) const;
    Decision &decisionOf(const ObjectDifference &d, const FieldDifference &field);
    void setIcon(QTreeWidgetItem *row, const ResourceId &id, const ObjectRef &ref) const;

    Document *m_document;
    Selection *m_selection;
    QToolButton *m_target;
    QPushButton *m_compare, *m_apply, *m_cancel;
    QLabel *m_progress, *m_message, *m_owner;
    QWidget *m_decision;
    QPushButton *m_take = nullptr, *m_keep = nullptr;
    QTreeWidget *m_list;
    QPlainTextEdit *m_applied = nullptr, *m_live = nullptr, *m_drawn = nullptr;
    QWidget *m_appliedSide = nullptr, *m_liveSide = nullptr, *m_drawnSide = nullptr;
    QList<ObjectDifference> m_differences;
    QList<QTreeWidgetItem *> m_stepRows;
    QHash<std::pair<ObjectRef, QString>, Decision> m_decisions; ///< by the field's path
    QLabel *m_liveTitle = nullptr, *m_drawnTitle = nullptr;
    By m_by = By::Apply;
    bool m_isError = false, m_isShowing = false, m_isRollback = false;
    bool m_isFitting = false, m_hasOwnWidths = false; ///< of columns
};

} // namespace chartwright
