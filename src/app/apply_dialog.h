// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cluster/api_kinds.h"

#include <QDialog>

namespace Ui {
class ApplyDialog;
}

namespace chartwright {

/// What is about to happen to a cluster.
struct ApplyQuestion
{
    QString context; ///< as it is shown
    QString ns, release;
    bool isProduction = false; ///< the context's name has to be typed
    bool isDeletion = false;   ///< of all of the release; else an apply
    int created = 0, changed = 0;
    bool needsNamespace = false;
    QStringList secrets;          ///< that are handed over; of a deletion: that are there
    QString helmRelease;          ///< that has some of it; empty: none
    QString helmVersion;          ///< Helm brings it, as a release of its own; empty: we do
    int revision = 0;             ///< that Helm has of it; 0: none
    bool takesFromOthers = false; ///< as the person has said already
    bool isNeedless = false;      ///< Helm has it all already, and is left alone
    /// Helm rolls it back to this one; 0: no.
    int rollbackTo = 0;
    bool isUninstall = false;   ///< Helm takes all of it out
    QString effect;             ///< of these two: what it would change
    QList<ObjectRef> deletions; ///< what left the drawing, or all that is deleted
};

/// How a person wants it. As it stands: nothing is taken from anybody.
struct ApplyAnswer
{
    bool createsNamespace = true;
    bool handsSecretsOver = true; ///< of a deletion: deletes them too
    bool takesFromHelm = false;
    bool takesFromOthers = false; ///< of Helm: fields and objects
    QList<ObjectRef> deletions;   ///< those that are ticked
};

/// Asks whether it may, and how. Object names as in its form.
class ApplyDialog : public QDialog
{
    Q_OBJECT
public:
    ApplyDialog(const ApplyQuestion &question, QWidget *parent);
    ~ApplyDialog() override;

    ApplyAnswer answer() const;

private:
    bool isUpgrade() const; ///< Helm installs it, or upgrades it
    QString upgradeText() const;
    void describe();
    void listDeletions();
    void updateGo();
    QList<ObjectRef> deletions() const;

    ApplyQuestion m_question;
    std::unique_ptr<Ui::ApplyDialog> m_ui;
};

} // namespace chartwright
