// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/result.h"
#include "deploy/deploy_step.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace chartwright {

/// The steps of a deploy: what is to come, how far it is, what programs say, and what to do where
/// it stopped. Shows only; others do the work. Object names: "deploy:target", "deploy:go",
/// "deploy:cancel", "deploy:open", "deploy:address", "deploy:copyAddress", "deploy:settings",
/// "deploy:list", "deploy:output", "deploy:message", "deploy:copy", "deploy:noHost", and of the
/// remedies "deploy:retry", "deploy:skip", "deploy:take", "deploy:adopt", "deploy:compare",
/// "deploy:rollback". Main thread only.
class DeployPanel : public QWidget
{
    Q_OBJECT
public:
    /// What can be done where it stopped.
    enum class Remedy {
        Retry,
        Skip,     ///< go on without the step that failed
        Take,     ///< what others have
        Adopt,    ///< … is drawn
        Compare,  ///< field by field
        RollBack, ///< to the revision before
    };

    explicit DeployPanel(QWidget *parent = nullptr);

    /// A narrow window cuts it, and is not made wider by it.
    QSize minimumSizeHint() const override { return {260, 90}; }
    /// Where it goes to; empty: nowhere yet. Minikube has settings of its own.
    void setTarget(const QString &title, bool isMinikube);
    void setSteps(const QList<DeployStep> &steps);
    void setStep(int number, const DeployStep &step);
    void setRunning(bool on);
    /// How it ended, or nothing, with a button for each remedy.
    void setMessage(const QString &text, bool isError, const QList<Remedy> &remedies = {});
    /// What Open opens; empty: nothing.
    void setAddress(const QString &url);
    /// Nothing opens it: it can be copied.
    void offerCopy(bool on);
    /// Of a name that does not lead there: the line for the hosts file, to be copied, or else the
    /// drawing is to go without the name. Empty: it does.
    void setHostsLine(const QString &line);

signals:
    void shown();
    void targetRequested();
    void deployRequested();
    void cancelRequested();
    void remedyChosen(chartwright::DeployPanel::Remedy remedy);
    void settingsRequested();
    void openRequested();
    void noHostRequested();

protected:
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void build();
    void paintMessage();
    void showStep(QTreeWidgetItem *row, const DeployStep &step);
    void showOutput();
    void showTimes();

    QPushButton *m_target, *m_go, *m_cancel, *m_open, *m_settings, *m_copy, *m_copyAddress,
        *m_noHost;
    QHash<Remedy, QPushButton *> m_remedies;
    QWidget *m_page;
    QLabel *m_address, *m_message;
    QTreeWidget *m_list;
    QPlainTextEdit *m_output;
    QList<DeployStep> m_steps;
    QList<qint64> m_begun; ///< by the clock; 0: not yet
    QString m_hostsLine, m_shown;
    QTimer m_clock;
    bool m_isError = false;
};

} // namespace chartwright
