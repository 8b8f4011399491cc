// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "external/minikube.h"

#include <QObject>
#include <QSettings>

namespace chartwright {

/// What the program remembers between two runs. The only place that knows the keys. Main thread
/// only.
class Settings : public QObject
{
    Q_OBJECT
public:
    explicit Settings(QObject *parent = nullptr);

    enum class Theme { System, Light, Dark };
    Q_ENUM(Theme)
    enum class LogLevel { Error, Warning, Info, Debug };
    Q_ENUM(LogLevel)

    Theme theme() const;
    void setTheme(Theme theme);
    bool isAutosaveOn() const;
    void setAutosaveOn(bool on);
    /// Empty: the one on PATH.
    QString helmPath() const;
    void setHelmPath(const QString &path);
    LogLevel logLevel() const;
    void setLogLevel(LogLevel level);

    struct Recent
    {
        QString path; ///< of topology.yaml
        QString title;
        friend bool operator==(const Recent &, const Recent &) = default;
    };
    static constexpr int MaxRecent = 10;
    QList<Recent> recent() const; ///< the last one first
    void addRecent(const Recent &project);
    void removeRecent(const QString &path);
    void clearRecent();

    /// Where the next file dialog opens: an existing folder.
    QString lastFolder() const;
    void setLastFolder(const QString &folder);

    /// Where a project goes to: context, namespace and release, empty where nothing was chosen.
    struct ClusterChoice
    {
        QString context, ns, release;
        friend bool operator==(const ClusterChoice &, const ClusterChoice &) = default;
    };
    ClusterChoice clusterChoice(const QString &project) const; ///< path of its topology.yaml
    void setClusterChoice(const QString &project, const ClusterChoice &choice);
    /// A cluster that people depend on. `target` names context and server.
    bool isProduction(const QString &target) const;
    void setProduction(const QString &target, bool on);
    /// Login programs that the person has seen and allowed, by ExecQuestion::fingerprint.
    bool isPluginAllowed(const QString &fingerprint) const;
    void allowPlugin(const QString &fingerprint);

    /// How a profile of Minikube is to be made; what nobody has said is 0, or empty.
    MinikubeSettings minikubeSettings(const QString &profile) const;
    void setMinikubeSettings(const QString &profile, const MinikubeSettings &settings);

    /// A deploy of the project was begun, and nobody has seen its end.
    bool isDeploying(const QString &project) const; ///< path of its topology.yaml
    void setDeploying(const QString &project, bool on);

    /// Of a window beside the main one, by its object name.
    QByteArray toolGeometry(const QString &window) const;
    void setToolGeometry(const QString &window, const QByteArray &geometry);

    QByteArray windowGeometry() const;
    QByteArray windowState() const;
    void setWindow(const QByteArray &geometry, const QByteArray &state);

signals:
    void themeChanged(chartwright::Settings::Theme theme);
    void autosaveChanged(bool on);
    void logLevelChanged(chartwright::Settings::LogLevel level);
    void recentChanged();

private:
    void setRecent(const QList<Recent> &projects);
    void setInList(QLatin1StringView key, const QString &entry, bool on);

    QSettings m_store;
};

} // namespace chartwright
