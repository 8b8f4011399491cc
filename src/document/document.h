// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/result.h"
#include "checks/check_engine.h"
#include "model/edits.h"

#include <QFutureWatcher>
#include <QObject>
#include <QUndoStack>
#include <memory>

namespace chartwright {

/// An open drawing: the topology, its history, its findings and where it is kept. Everything that
/// shows it listens to `changed` and changes it by `push`. Main thread only.
class Document : public QObject
{
    Q_OBJECT
public:
    explicit Document(const Kinds &kinds, QObject *parent = nullptr);
    ~Document() override;

    const Kinds &kinds() const { return m_topology.kinds(); }
    const Topology &topology() const { return m_topology; }
    const RefIndex &refs() const { return m_refs; }
    QUndoStack *undoStack() { return &m_undoStack; }

    /// Does an edit as one undo step; one that changes nothing is left out.
    void push(const Edit &edit);
    /// Does duplicate(), which see, with values of Secrets under ids of their own: valuesCopied()
    /// tells which. Gives the ids of the copies.
    QList<ResourceId> pushCopies(const QList<ResourcePtr> &originals,
                                 const QHash<ResourceId, QPointF> &positions, QPointF offset,
                                 const QString &text);
    /// After a save elsewhere: the values have new ids from now on, through all of history, so that
    /// the two files share none. Tells valuesCopied().
    void takeValueIds(const QHash<QString, QString> &ids);
    /// Of values that undo and redo can bring back, or take away.
    QSet<QString> valueIdsInHistory() const;
    /// Replaces all; forgets history. Recovered work is marked as modified by
    /// undoStack()->resetClean(). `path` is the topology.yaml, empty for an untitled one.
    void reset(const Topology &topology, const QString &path);
    /// Takes what the file holds by now, as an undo step named `text`; nothing is modified then.
    void reload(const Topology &topology, const QString &text);

    QString filePath() const { return m_path; } ///< of topology.yaml, or empty
    QString projectFolder() const;              ///< the folder it lies in, or empty
    QString title() const;                      ///< the chart's name, or the folder's
    bool isModified() const { return !m_undoStack.isClean(); }
    /// After a save: nothing is modified; the values keys of all resources are fixed.
    void setSaved(const QString &path);
    /// What was exported is a contract from now on.
    void fixValuesKeys();

    /// Of a large drawing the first ones come a moment after reset(); findingsChanged() tells.
    const QList<Finding> &findings() const;
    QList<Finding> findings(const ResourceId &id) const;
    /// What the rules know of values and files; told to them by setting it.
    const SecretFacts &secretFacts() const { return m_secretFacts; }
    void setSecretFacts(const SecretFacts &facts);
    /// … of the cluster that it is to go to; what is said of a resource is forgotten when that
    /// changes.
    const ClusterFacts &clusterFacts() const { return m_clusterFacts; }
    void setClusterFacts(const ClusterFacts &facts);
    bool isChecking() const { return m_firstCheck != nullptr; }

signals:
    /// After each edit, undo and redo, with what changed.
    void changed(const chartwright::ChangeEvent &event);
    /// After reset().
    void replaced();
    void findingsChanged();
    /// These ids of values (from → to) stand for equal values as soon as somebody copies them.
    void valuesCopied(const QHash<QString, QString> &ids);
    void modifiedChanged(bool modified);
    void filePathChanged(const QString &path);

private:
    friend class EditCommand;
    void applyNow(Edit edit);
    bool check(const ChangeEvent &event); ///< whether findings changed
    void checkAll();
    void startFirstCheck();
    void takeFirstCheck();

    Topology m_topology;
    RefIndex m_refs;
    QUndoStack m_undoStack;
    // Undo brings back resources from before a save.
    QSet<ResourceId> m_fixedKeys;
    QHash<QString, QString> m_valueIds;
    QStringList m_knownProblems; ///< debug builds: what was inconsistent in the file already
    CheckEngine m_engine;
    QString m_profile;
    SecretFacts m_secretFacts;
    ClusterFacts m_clusterFacts;
    std::unique_ptr<QFutureWatcher<CheckEngine>> m_firstCheck;
    Edit m_sinceFirstCheck;
    mutable QList<Finding> m_findings;
    mutable bool m_findingsStale = false;
    QString m_path;
};

} // namespace chartwright
