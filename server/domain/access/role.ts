/** What somebody may be on the dashboard, from least to most; `helpdesk` and `wall` see less than a viewer, each in its own way. */
export const roles = ['wall', 'helpdesk', 'viewer', 'operator', 'admin'] as const;
export type Role = (typeof roles)[number];

/** What an account may be: a wall has no account, it is paired. */
export const accountRoles = ['helpdesk', 'viewer', 'operator', 'admin'] as const satisfies readonly Role[];
export type AccountRole = (typeof accountRoles)[number];
