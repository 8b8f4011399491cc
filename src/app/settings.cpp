// SPDX-License-Identifier: Apache-2.0
#include "app/settings.h"

#include <QDir>
#include <QMetaEnum>

using namespace Qt::StringLiterals;

namespace chartwright {
namespace {

constexpr QLatin1StringView ThemeKey("theme"), AutosaveKey("autosave"), HelmKey("tools/helm"),
    LogKey("log/level"), RecentKey("recent"), FolderKey("lastFolder"),
    ChoicesKey("cluster/choices"), ProductionKey("cluster/production"),
    PluginsKey("cluster/plugins"), MinikubeKey("cluster/minikube"),
    DeployingKey("cluster/deploying"), GeometryKey("window/geometry"), StateKey("window/state"),
    ToolKey("window/tools/");

template <class E> E readEnum(const QSettings &store, QLatin1StringView key, E fallback)
{
    bool ok = false;
    const QByteArray name = store.value(key).toString().toLatin1();
    const int value = QMetaEnum::fromType<E>().keyToValue(name.constData(), &ok);
    return ok ? E(value) : fallback;
}

template <class E> void writeEnum(QSettings &store, QLatin1StringView key, E value)
{
    store.setValue(key, QLatin1String(QMetaEnum::fromType<E>().valueToKey(int(value))));
}

} // namespace

Settings::Settings(QObject *parent) : QObject(parent) {}

Settings::Theme Settings::theme() const { return readEnum(m_store, ThemeKey, Theme::System); }

void Settings::setTheme(Theme theme)
{
    if (theme == this->theme())
        return;
    writeEnum(m_store, ThemeKey, theme);
    emit themeChanged(theme);
}

bool Settings::isAutosaveOn() const { return m_store.value(AutosaveKey, true).toBool(); }

void Settings::setAutosaveOn(bool on)
{
    if (on == isAutosaveOn())
        return;
    m_store.setValue(AutosaveKey, on);
    emit autosaveChanged(on);
}

QString Settings::helmPath() const { return m_store.value(HelmKey).toString(); }

void Settings::setHelmPath(const QString &path) { m_store.setValue(HelmKey, path); }

Settings::LogLevel Settings::logLevel() const { return readEnum(m_store, LogKey, LogLevel::Info); }

void Settings::setLogLevel(LogLevel level)
{
    if (level == logLevel())
        return;
    writeEnum(m_store, LogKey, level);
    emit logLevelChanged(level);
}

QList<Settings::Recent> Settings::recent() const
{
    QList<Recent> list;
    const QVariantList stored = m_store.value(RecentKey).toList();
    for (const QVariant &v : stored) {
        const QStringList pair = v.toStringList();
        if (pair.size() == 2)
            list.append({pair[0], pair[1]});
    }
    return list;
}

void Settings::setRecent(const QList<Recent> &projects)
{
    QVariantList list;
    for (const Recent &r : projects)
        list.append(QStringList{r.path, r.title});
    m_store.setValue(RecentKey, list);
    emit recentChanged();
}

void Settings::addRecent(const Recent &project)
{
    QList<Recent> list = recent();
    list.removeIf([&](const Recent &r) { return r.path == project.path; });
    list.prepend(project);
    if (list.size() > MaxRecent)
        list.resize(MaxRecent);
    setRecent(list);
}

void Settings::removeRecent(const QString &path)
{
    QList<Recent> list = recent();
    if (list.removeIf([&](const Recent &r) { return r.path == path; }) > 0)
        setRecent(list);
}

void Settings::clearRecent() { setRecent({}); }

QString Settings::lastFolder() const
{
    const QString folder = m_store.value(FolderKey).toString();
    return !folder.isEmpty() && QDir(folder).exists() ? folder : QDir::homePath();
}

void Settings::setLastFolder(const QString &folder) { m_store.setValue(FolderKey, folder); }

Settings::ClusterChoice Settings::clusterChoice(const QString &project) const
{
    const QStringList stored = m_store.value(ChoicesKey).toMap().value(project).toStringList();
    return stored.size() == 3 ? ClusterChoice{stored[0], stored[1], stored[2]} : ClusterChoice();
}

void Settings::setClusterChoice(const QString &project, const ClusterChoice &choice)
{
    QVariantMap all = m_store.value(ChoicesKey).toMap();
    all.insert(project, QStringList{choice.context, choice.ns, choice.release});
    m_store.setValue(ChoicesKey, all);
}

bool Settings::isDeploying(const QString &project) const
{
    return m_store.value(DeployingKey).toStringList().contains(project);
}

void Settings::setDeploying(const QString &project, bool on)
{
    if (!project.isEmpty())
        setInList(DeployingKey, project, on);
}

MinikubeSettings Settings::minikubeSettings(const QString &profile) const
{
    const QVariantMap all = m_store.value(MinikubeKey).toMap().value(profile).toMap();
    return {all.value(u"driver"_s).toString(), all.value(u"cpus"_s).toInt(),
            all.value(u"memory"_s).toInt()};
}

void Settings::setMinikubeSettings(const QString &profile, const MinikubeSettings &settings)
{
    QVariantMap all = m_store.value(MinikubeKey).toMap();
    all.insert(profile, QVariantMap{{u"driver"_s, settings.driver},
                                    {u"cpus"_s, settings.cpus},
                                    {u"memory"_s, settings.memoryMb}});
    m_store.setValue(MinikubeKey, all);
}

bool Settings::isProduction(const QString &target) const
{
    return m_store.value(ProductionKey).toStringList().contains(target);
}

void Settings::setProduction(const QString &target, bool on)
{
    setInList(ProductionKey, target, on);
}

bool Settings::isPluginAllowed(const QString &fingerprint) const
{
    return m_store.value(PluginsKey).toStringList().contains(fingerprint);
}

void Settings::allowPlugin(const QString &fingerprint) { setInList(PluginsKey, fingerprint, true); }

void Settings::setInList(QLatin1StringView key, const QString &entry, bool on)
{
    QStringList all = m_store.value(key).toStringList();
    all.removeAll(entry);
    if (on)
        all.append(entry);
    m_store.setValue(key, all);
}

QByteArray Settings::toolGeometry(const QString &window) const
{
    return m_store.value(ToolKey + window).toByteArray();
}

void Settings::setToolGeometry(const QString &window, const QByteArray &geometry)
{
    m_store.setValue(ToolKey + window, geometry);
}

QByteArray Settings::windowGeometry() const { return m_store.value(GeometryKey).toByteArray(); }

QByteArray Settings::windowState() const { return m_store.value(StateKey).toByteArray(); }

void Settings::setWindow(const QByteArray &geometry, const QByteArray &state)
{
    m_store.setValue(GeometryKey, geometry);
    m_store.setValue(StateKey, state);
}

} // namespace chartwright
