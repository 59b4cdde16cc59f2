/** Namespaces of the invented company. */
export const NAMESPACES = [
  'payments',
  'checkout',
  'ledger',
  'search',
  'identity',
  'notifications',
  'data-platform',
  'ml-serving',
  'storefront',
  'default',
] as const;

/** Its applications. */
export const APPS = [
  'orders',
  'invoices',
  'catalog',
  'sessions',
  'pricing',
  'fraud-score',
  'exports',
  'mailer',
  'basket',
  'reports',
  'returns',
  'inventory',
] as const;

/** Where images on the nodes come from. */
export const REGISTRY = [
  '602401143452.dkr.ecr.eu-west-1.amazonaws.com/eks',
  '111122223333.dkr.ecr.eu-west-1.amazonaws.com',
  'registry.k8s.io',
  'quay.io/prometheus',
  'docker.io/library',
] as const;
