module.exports = {
  title: 'Sonora Status',
  baseUrl: 'https://status.sonora.example',
  defaultLocale: 'en',
  content: { dir: 'content', systems: ['ios', 'web'] },
}
