// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "document/selection.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QToolButton;
class QTreeView;

namespace chartwright {

class DetailsBox;
class FindingsFilter;
class FindingsModel;

/// All findings of the drawing, worst first. Object names: "problems:list" (a QTreeView),
/// "problems:filter", "problems:errors", "problems:warnings", "problems:advice",
/// "problems:accepted" (toggles), "problems:details". Where one was mended from the list, the next
/// one is selected, in its place. Main thread only.
class ProblemsPanel : public QWidget
{
    Q_OBJECT
public:
    ProblemsPanel(Document *document, Selection *selection, QWidget *parent = nullptr);

    /// Findings that are not accepted.
    int errors() const;
    int warnings() const;
    int advice() const;

public slots:
    /// F8, Shift+F8: selects and reveals the next one that the list shows, round and round.
    void revealNext();
    void revealPrevious();

signals:
    void countsChanged(int errors, int warnings, int advice);
    /// See EditContext::moveRequested().
    void moveRequested(const chartwright::Finding &finding);

protected:
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void onFindingsChanged();
    void reveal(const QModelIndex &index);
    void revealStep(int step);
    void applyFix(const Finding &finding);
    void showMenu(const QPoint &pos);
    void showDetails();
    void updateTexts();
    void sizeColumns();
    const Finding *findingAt(const QModelIndex &index) const;
    int rowOf(const Finding &finding) const;
    void keepPlace(const Finding &finding);
    bool takePlace();

    Document *m_document;
    Selection *m_selection;
    FindingsModel *m_model;
    FindingsFilter *m_filter;
    QTreeView *m_view;
    QLineEdit *m_text;
    QToolButton *m_severities[3];
    QToolButton *m_accepted;
    DetailsBox *m_details;
    QLabel *m_empty;
    std::optional<Finding> m_chosen; ///< by the person; none where it is gone
    /// Of a finding that is being mended from the list: what comes after it is to stand there.
    struct Place
    {
        Finding gone;
        QList<Finding> next;    ///< nearest first
        int row = 0, below = 0; ///< how many rows below the first that is seen
    };
    std::optional<Place> m_place;
    bool m_rowsChange = false, m_secondClick = false;
    bool m_notShown = false; ///< the selected one took a place; F8 shows it first
};

} // namespace chartwright
